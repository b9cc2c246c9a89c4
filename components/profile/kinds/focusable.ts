/** Returns a field's input, or whatever else its text is typed or chosen in. */
export const inputOf = (field: Element): HTMLElement | null =>
  field.querySelector('input:not([type=hidden]), textarea, select');

/** Returns the chosen one of a field's radio buttons, or the first. */
export const chosenOf = (field: Element): HTMLElement | null => field.querySelector('input:checked') ?? inputOf(field);

/** Returns where a colour is typed, if it is one, or else the one that is chosen out of the palette. */
export const colorOf = (field: Element): HTMLElement | null =>
  field.querySelector('input:not([type])') ?? chosenOf(field);
