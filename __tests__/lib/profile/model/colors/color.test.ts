import fc from 'fast-check';
import {
  contrast,
  inkOn,
  inks,
  isHexColor,
  isReadable,
  luminance,
  nearestReadable,
} from '@/lib/profile/model/colors/color';

const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((number) => `#${number.toString(16).padStart(6, '0')}`);

/** Near the few colours that suit neither ink: a grey of middling lightness, with a little hue. */
const anyMiddling = fc
  .tuple(fc.integer({ min: 110, max: 135 }), fc.integer({ min: 110, max: 135 }), fc.integer({ min: 110, max: 135 }))
  .map((bytes) => `#${bytes.map((byte) => byte.toString(16)).join('')}`);

it('black on white has a contrast of 21, and a colour on itself of 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  expect(contrast('#0f766e', '#0f766e')).toBe(1);
});

it('only six hexadecimal digits after a hash are a colour', () => {
  expect(['#0f766e', '#0F766E'].every(isHexColor)).toBe(true);
  expect(['', 'teal', '#fff', '#0f766', '#0f766e0', ' #0f766e', '#0f766g', '#0f766e\n'].some(isHexColor)).toBe(false);
});

it('the ink on a colour is the one that can be read better', () => {
  fc.assert(
    fc.property(anyColor, (color) => {
      expect(contrast(color, inkOn(color))).toBe(Math.max(...inks.map((ink) => contrast(color, ink))));
    }),
  );
});

it.each([
  ['of any colour', anyColor],
  ['of a middling grey', anyMiddling],
])('the nearest readable colour %s can be read, and a readable one stays as it is', (_, colors) => {
  fc.assert(
    fc.property(colors, (color) => {
      const near = nearestReadable(color);
      expect(isHexColor(near) && isReadable(near)).toBe(true);
      expect(nearestReadable(near)).toBe(near);
      if (isReadable(color)) expect(near).toBe(color);
    }),
    { numRuns: 1000 },
  );
});

it('the nearest readable colour is one that differs only a little in its luminance', () => {
  fc.assert(
    fc.property(anyMiddling, (color) => {
      expect(Math.abs(luminance(nearestReadable(color)) - luminance(color))).toBeLessThan(0.025);
    }),
    { numRuns: 1000 },
  );
});

it('a grey that suits neither ink is made a little darker or lighter, whichever is nearer', () => {
  expect(isReadable('#7b7b7b')).toBe(false);
  expect(nearestReadable('#777777')).toBe('#767676');
  expect(nearestReadable('#7E7E7E')).toBe('#7f7f7f');
});
