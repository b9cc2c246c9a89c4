import type { ComponentProps, ReactNode } from 'react';

/** Forced colours leave no fill but the system's own, so that a button without an edge could not be seen. */
const forced =
  'forced-colors:border forced-colors:border-[ButtonText] ' +
  'forced-colors:aria-disabled:border-[GrayText] forced-colors:aria-disabled:text-[GrayText]';

const variants = {
  primary:
    'bg-primary text-on-primary hover:bg-primary-hover aria-disabled:bg-hover ' +
    `aria-disabled:text-faint/80 forced-color-adjust-none ${forced}`,
  secondary: `border border-edge/60 bg-surface text-ink hover:bg-hover aria-disabled:text-faint ${forced}`,
  ghost: `text-soft hover:bg-hover hover:text-ink aria-disabled:bg-transparent aria-disabled:text-faint/70 ${forced}`,
  link:
    'text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent ' +
    'forced-colors:text-[LinkText] forced-colors:decoration-[LinkText] ' +
    'forced-colors:aria-disabled:text-[GrayText]',
} as const;

const sizes = {
  regular: 'h-11 px-4 compact:h-9 compact:px-3.5',
  small: 'h-11 px-3 text-[0.8125rem] compact:h-8',
  inline: '-my-3 inline-flex py-3 compact:-my-1 compact:py-1',
} as const;

const shape =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-lg font-medium whitespace-nowrap ' +
  'transition-colors select-none';
/** The classes of a link that looks like a button of the variant `link`. */
export const linkButton = `${shape} ${variants.link} ${sizes.inline}`;

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
  /** why it cannot be pressed now; it stays focusable, so that the reason can be found and focus is not lost */
  unavailable?: string | false;
  children: ReactNode;
}

/** A button, by default one that submits nothing. */
export function Button({
  variant = 'secondary',
  size = 'regular',
  unavailable,
  onClick,
  className = '',
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      onClick={unavailable ? (event) => event.preventDefault() : onClick}
      {...(unavailable && { 'aria-disabled': true, 'aria-description': unavailable, title: unavailable })}
      className={`${shape} aria-disabled:cursor-not-allowed ${variants[variant]} ${sizes[size]} ${className}`}
    />
  );
}
