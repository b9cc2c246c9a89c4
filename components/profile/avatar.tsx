import { inkOn, isHexColor } from '@/lib/profile/model/colors/color';
import { initials } from '@/lib/profile/model/initials';
import { palette, type ColorName } from '@/lib/profile/model/colors/palette';
import type { Texts } from '@/lib/texts/create-texts';
import type { Value } from '@/lib/profile/model/value';
import { fieldOf, type Values } from '@/lib/profile/model/values';

const sizes = {
  small: { box: 'size-8 text-xs', icon: 'size-4' },
  large: { box: 'size-20 text-[1.75rem]', icon: 'size-9' },
} as const;

interface AvatarProps {
  /** whose it is: the colour follows from it until they choose one */
  userId: string;
  /** undefined while unknown, as a colour that is: the avatar is then plain, and never in a colour nobody chose */
  values: (Pick<Values, 'firstName' | 'lastName'> & { avatarColor?: Value }) | undefined;
  size: keyof typeof sizes;
  /** what it is called where it cannot be seen */
  label: string;
}

/** Returns what the avatar of somebody of this name is called; "" where no name is known. */
export const avatarLabel = (t: Texts['t'], name: string): string =>
  name ? t('preview.avatarOf', { name }) : t('preview.avatar');

/** The background and ink of a colour; none of what is not known to be one. */
function paintOf(value: Value | undefined): { background: string; ink: string } | undefined {
  if (typeof value !== 'string') return undefined;
  if (Object.hasOwn(palette, value)) return palette[value as ColorName];
  return isHexColor(value) ? { background: value, ink: inkOn(value) } : undefined;
}

/** What stands in for a colour that is not chosen, in an app whose field says so. */
const byId = fieldOf('avatarColor').fallback;

/** Initials on the chosen colour; a figure where no name is known. */
export function Avatar({ userId, values, size, label }: AvatarProps) {
  const { box, icon } = sizes[size];
  const color = values && paintOf(values.avatarColor === '' ? byId?.(userId) : values.avatarColor);
  const letters = values ? initials(values) : '';
  return (
    <span
      role="img"
      aria-label={label}
      style={color && { background: color.background, color: color.ink }}
      className={
        'grid shrink-0 place-items-center rounded-full font-medium tracking-tight transition-colors ' +
        'duration-200 select-none forced-color-adjust-none forced-colors:border ' +
        `forced-colors:border-[CanvasText] ${box} ${color ? '' : 'bg-hover text-soft'}`
      }
    >
      {letters ? (
        // an older or newer Unicode of the browser may see other letters than the server, which React then leaves
        <span aria-hidden suppressHydrationWarning>
          {letters}
        </span>
      ) : (
        <Figure className={icon} />
      )}
    </span>
  );
}

/** Lucide's "user-round" as plain SVG: its own icons are client components, and an avatar needs no script. */
const Figure = ({ className }: { className: string }) => (
  <svg
    aria-hidden
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={1.75}
    strokeLinecap="round"
    strokeLinejoin="round"
    className={className}
  >
    <circle cx="12" cy="8" r="5" />
    <path d="M20 21a8 8 0 0 0-16 0" />
  </svg>
);
