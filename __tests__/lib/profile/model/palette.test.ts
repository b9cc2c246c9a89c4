import { colorNames, palette } from '@/lib/profile/model/palette';

/** Relative luminance of a colour `#rrggbb`, as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

it('the contrast of black on white is measured as 21:1', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21));

it.each(colorNames)('initials on %s can be read (WCAG 2.2 AA, 4.5:1)', (name) => {
  expect(contrast(palette[name].background, palette[name].ink)).toBeGreaterThanOrEqual(4.5);
});

it('the palette has no colour twice, by label or by background', () => {
  const colors = Object.values(palette);
  expect(new Set(colors.map(({ label }) => label)).size).toBe(colors.length);
  expect(new Set(colors.map(({ background }) => background)).size).toBe(colors.length);
});
