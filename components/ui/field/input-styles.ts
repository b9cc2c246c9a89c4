/** The classes of whatever looks like an input: its edge, its text, and how it shows the focus and an error. */
export const inputLook =
  'w-full rounded-lg border border-edge bg-surface px-3 text-base text-ink transition-colors ' +
  'placeholder:text-faint hover:border-soft focus:border-accent focus:outline-2 ' +
  'focus:-outline-offset-1 focus:outline-accent aria-invalid:border-danger ' +
  'aria-invalid:focus:outline-danger forced-colors:aria-invalid:border-3 ' +
  'forced-colors:focus:outline-offset-2 forced-colors:aria-invalid:focus:outline-[Highlight] compact:text-sm';

/** The height of an input of one line: 44 px, and less where a precise pointer has room. */
export const oneLine = 'h-11 compact:h-9';

/** The classes of a choice drawn as a button: the control itself lies over it, as `peer`. */
export const segment =
  'pointer-events-none flex min-h-11 items-center rounded-lg border border-edge/60 bg-surface px-3.5 text-ink ' +
  'transition-colors group-hover:bg-hover in-aria-invalid:border-danger peer-checked:border-accent ' +
  'peer-checked:bg-accent/10 ' +
  'peer-checked:font-medium peer-checked:ring-1 peer-checked:ring-accent compact:min-h-9 compact:px-3 ' +
  'forced-colors:border-[ButtonText] forced-colors:peer-checked:border-[Highlight] ' +
  'forced-colors:peer-checked:bg-[Highlight] forced-colors:peer-checked:text-[HighlightText] ' +
  'forced-colors:peer-checked:forced-color-adjust-none';

/** The classes of a browser's own radio button or checkbox that covers what is drawn for it. */
export const overlay = 'peer absolute inset-0 size-full cursor-pointer appearance-none rounded-lg';
