/**
 * The avatar colours. Each is one background with one ink, the same in light and dark: an avatar is a coloured surface
 * of its own, and its initials must be readable on it (WCAG 2.2 AA, 4.5:1; a test measures every pair).
 */
export const palette = {
  slate: { label: 'Slate', background: '#475569', ink: '#ffffff' },
  crimson: { label: 'Crimson', background: '#be123c', ink: '#ffffff' },
  coral: { label: 'Coral', background: '#fb7185', ink: '#3f0713' },
  amber: { label: 'Amber', background: '#fbbf24', ink: '#3b2003' },
  lime: { label: 'Lime', background: '#a3e635', ink: '#1a2e05' },
  emerald: { label: 'Emerald', background: '#047857', ink: '#ffffff' },
  teal: { label: 'Teal', background: '#0f766e', ink: '#ffffff' },
  sky: { label: 'Sky', background: '#38bdf8', ink: '#062b40' },
  blue: { label: 'Blue', background: '#1d4ed8', ink: '#ffffff' },
  indigo: { label: 'Indigo', background: '#4f46e5', ink: '#ffffff' },
  violet: { label: 'Violet', background: '#7c3aed', ink: '#ffffff' },
  fuchsia: { label: 'Fuchsia', background: '#a21caf', ink: '#ffffff' },
} as const;

export type ColorName = keyof typeof palette;

export const colorNames = Object.keys(palette) as [ColorName, ...ColorName[]];

const bright = colorNames.filter((name) => name !== 'slate');

/** Returns the colour of somebody who has chosen none: always the same by their id, and never grey. */
export function colorOf(id: string): ColorName {
  let hash = 0;
  for (const character of id) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) >>> 0;
  return bright[hash % bright.length]!;
}
