/** The inks of initials on a colour, as dark and as light as those of the palette. */
export const inks = ['#ffffff', '#131715'] as const;

/** The contrast that text needs on its background (WCAG 2.2 AA). */
const READABLE = 4.5;

/** Reports whether a text is a colour as CSS and `<input type="color">` write it, such as "#0f766e". */
export const isHexColor = (text: string): boolean => /^#[\da-f]{6}$/i.test(text);

/** Shares of red, green and blue light, each from 0 to 1. */
type Light = readonly [number, number, number];

const lightOf = (hex: string): Light =>
  [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Light;

const luminanceOf = ([red, green, blue]: Light): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Returns the relative luminance of a colour `#rrggbb`, from 0 to 1, as WCAG 2.2 defines it. */
export const luminance = (hex: string): number => luminanceOf(lightOf(hex));

/** Returns the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Returns the ink that can be read best on a background. */
export const inkOn = (background: string): (typeof inks)[number] =>
  contrast(background, inks[0]) >= contrast(background, inks[1]) ? inks[0] : inks[1];

/** Reports whether the best ink can be read on a background. A few colours of middling lightness suit neither ink. */
export const isReadable = (background: string): boolean => contrast(background, inkOn(background)) >= READABLE;

/** Returns the nearest colour that an ink can be read on: the same hue, a little lighter or darker. */
export function nearestReadable(background: string): string {
  if (isReadable(background)) return background.toLowerCase();
  const light = lightOf(background);
  const held = luminanceOf(light);
  const most = (luminance(inks[0]) + 0.05) / READABLE - 0.05;
  const least = (luminance(inks[1]) + 0.05) * READABLE - 0.05;
  const darker = hexOf(
    light.map((share) => share * (most / held)),
    Math.floor,
  );
  const lighter = hexOf(
    light.map((share) => share + (1 - share) * ((least - held) / (1 - held))),
    Math.ceil,
  );
  return distance(background, darker) <= distance(background, lighter) ? darker : lighter;
}

/** Returns light as a colour; `round` sees to it that rounding does not lead back to what cannot be read. */
function hexOf(light: readonly number[], round: (share: number) => number): string {
  const shares = light.map((share) => (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055));
  return `#${shares
    .map((share) =>
      Math.min(255, round(share * 255))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

const distance = (a: string, b: string): number =>
  [1, 3, 5].reduce((sum, at) => sum + Math.abs(byteAt(a, at) - byteAt(b, at)), 0);

const byteAt = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);
