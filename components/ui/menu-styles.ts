/** The classes of every menu's popup, rows and trigger. */
export const menuPopup =
  'min-w-44 origin-(--transform-origin) rounded-xl bg-raised p-1 text-ink shadow-popup outline-none ' +
  'transition-[scale,opacity] duration-100 data-ending-style:scale-97 data-ending-style:opacity-0 ' +
  'data-starting-style:scale-97 data-starting-style:opacity-0 forced-colors:border ' +
  'forced-colors:border-[CanvasText]';
export const menuRow =
  'flex h-11 w-full cursor-default items-center gap-2.5 rounded-lg px-2.5 text-sm outline-none ' +
  'select-none data-highlighted:bg-hover compact:h-8.5 forced-colors:data-disabled:text-[GrayText] ' +
  'forced-colors:data-highlighted:bg-[Highlight] forced-colors:data-highlighted:text-[HighlightText] ' +
  'forced-colors:data-highlighted:forced-color-adjust-none ' +
  'forced-colors:data-highlighted:[&_svg]:text-[HighlightText]';
export const menuTrigger =
  'grid size-11 place-items-center rounded-full text-soft transition-colors hover:bg-hover ' +
  'hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink compact:size-9 forced-colors:border ' +
  'forced-colors:border-[ButtonText]';
