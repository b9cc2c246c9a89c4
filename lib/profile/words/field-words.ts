/** What a field says of a change made elsewhere while it is edited here. `value` is named as its control names it. */
export const changedElsewhere = (value: string): string =>
  value === '' ? 'Cleared on another device' : `Changed to “${value}” on another device`;

/** What a field says of another device's value that a save from here replaced. */
export const overwroteElsewhere = (value: string): string =>
  value === ''
    ? 'Another device had cleared this meanwhile; your save replaced that'
    : `Your save replaced “${value}” from another device`;

/** What a field says while it is edited of a value that nobody else has. */
export const isFree = (value: string): string => `“${value}” is free`;

/** What a field says of a value that somebody else has. */
export const isTaken = (label: string): string => `This ${label.toLowerCase()} is taken. Choose another.`;

/** Why a button cannot be pressed while a save is on its way. */
export const SAVE_UNDER_WAY = 'A save is under way.';
/** What a field says of its refused value that another value may replace. */
export const KEPT_TO_CHANGE = 'What you typed is still here: change it,';
/** What a field says of its refused value that no other value can replace. */
export const KEPT_IN_VAIN = 'What you typed is still here, and not in your account.';
/** Why a field whose value cannot be read cannot be changed. */
export const UNKNOWN_NOW = 'This cannot be read right now. It is unchanged.';
