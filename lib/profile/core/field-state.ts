/**
 * The four states of a field.
 * - `confirmed`: Clerk is known to hold the value.
 * - `pending`: the value was saved here, and Clerk is not known to have had it.
 * - `reasserting`: Clerk had the value, and a late write of our own took its place. The value is written once more.
 * - `refused`: Clerk rejects the value for good. It stays as it was typed until somebody saves another.
 */
export type FieldState = 'confirmed' | 'pending' | 'reasserting' | 'refused';

/** What can happen to a field. `holds` events say what Clerk was seen to hold. */
export type FieldEvent =
  /** a device saved the field */
  | 'saved'
  /** Clerk holds the field's value, in a read that began after the field was saved */
  | 'holds our value'
  /** Clerk holds the field's value, and may have held it before the field was saved */
  | 'may hold our value'
  /** Clerk holds the base, or an echo: what it held before our write arrived, or after an older one did */
  | 'holds an older value'
  /** Clerk holds what somebody else wrote there */
  | 'holds a foreign value'
  /** Clerk holds what was saved directly, later than the field's value, or what was written over that */
  | 'holds a direct save'
  /** Clerk holds an older value although a later one was saved directly: that one is taken, and written once more */
  | 'lost a direct save'
  /** Clerk answered a write with the value that was sent */
  | 'acknowledged'
  /** Clerk answered a write, and is not known to hold the value that was sent */
  | 'acknowledged without it'
  /** Clerk rejected the value for good */
  | 'refused';

/** The state that each event leads to. A state or an event without an entry does not compile. */
export const transitions = {
  confirmed: {
    saved: 'pending',
    'holds our value': 'confirmed',
    'may hold our value': 'confirmed',
    'holds an older value': 'reasserting',
    'holds a foreign value': 'confirmed',
    'holds a direct save': 'confirmed',
    'lost a direct save': 'reasserting',
    acknowledged: 'confirmed',
    'acknowledged without it': 'confirmed',
    refused: 'confirmed',
  },
  pending: {
    saved: 'pending',
    'holds our value': 'confirmed',
    'may hold our value': 'pending',
    'holds an older value': 'pending',
    'holds a foreign value': 'pending',
    'holds a direct save': 'confirmed',
    'lost a direct save': 'reasserting',
    acknowledged: 'confirmed',
    'acknowledged without it': 'reasserting',
    refused: 'refused',
  },
  reasserting: {
    saved: 'pending',
    'holds our value': 'confirmed',
    'may hold our value': 'confirmed',
    'holds an older value': 'reasserting',
    'holds a foreign value': 'confirmed',
    'holds a direct save': 'confirmed',
    'lost a direct save': 'reasserting',
    acknowledged: 'confirmed',
    'acknowledged without it': 'reasserting',
    refused: 'refused',
  },
  refused: {
    saved: 'pending',
    'holds our value': 'confirmed',
    'may hold our value': 'confirmed',
    'holds an older value': 'refused',
    'holds a foreign value': 'refused',
    'holds a direct save': 'confirmed',
    'lost a direct save': 'reasserting',
    acknowledged: 'confirmed',
    'acknowledged without it': 'refused',
    refused: 'refused',
  },
} as const satisfies Record<FieldState, Record<FieldEvent, FieldState>>;

/** Returns the state that `event` leads to from `state`. */
export const nextState = (state: FieldState, event: FieldEvent): FieldState => transitions[state][event];

/** True if the value is to be written to Clerk. */
export const isPending = (state: FieldState): boolean => state === 'pending' || state === 'reasserting';
