import { contrast } from '@/lib/profile/model/colors/color';
import { colorNames, palette } from '@/lib/profile/model/colors/palette';

it.each(colorNames)('initials on %s can be read (WCAG 2.2 AA, 4.5:1)', (name) => {
  expect(contrast(palette[name].background, palette[name].ink)).toBeGreaterThanOrEqual(4.5);
});

it('the palette has no colour twice, by label or by background', () => {
  const colors = Object.values(palette);
  expect(new Set(colors.map(({ label }) => label)).size).toBe(colors.length);
  expect(new Set(colors.map(({ background }) => background)).size).toBe(colors.length);
});
