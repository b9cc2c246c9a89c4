import { isPending, nextState, transitions, type FieldEvent, type FieldState } from '@/lib/profile/core/field-state';

const states = Object.keys(transitions) as FieldState[];
const events = Object.keys(transitions.confirmed) as FieldEvent[];

/** Returns the events that lead from one of these states to another state that `isEntered`. */
const eventsInto = (isEntered: (state: FieldState) => boolean, from: readonly FieldState[] = states) =>
  events.filter((event) =>
    from.some((state) => nextState(state, event) !== state && isEntered(nextState(state, event))),
  );

describe('the states of a field', () => {
  it('every state of a field has an entry for every event, and each entry is a state', () => {
    expect(states).toEqual(['confirmed', 'pending', 'reasserting', 'refused']);
    expect(events).toHaveLength(10);
    for (const state of states) {
      expect(Object.keys(transitions[state]).sort()).toEqual([...events].sort());
      for (const event of events) expect(states).toContain(nextState(state, event));
    }
  });

  it.each(states)('a %s field can become confirmed, and any other state', (start) => {
    const reached = new Set([start]);
    for (const state of reached) for (const event of events) reached.add(nextState(state, event));
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('only a save makes a field pending, and it does so in every state', () => {
    expect(eventsInto((state) => state === 'pending')).toEqual(['saved']);
    expect(states.map((state) => nextState(state, 'saved'))).toEqual(states.map(() => 'pending'));
  });

  it('only a refusal by Clerk makes a field refused, and a confirmed field stays confirmed', () => {
    expect(eventsInto((state) => state === 'refused')).toEqual(['refused']);
    expect(nextState('confirmed', 'refused')).toBe('confirmed');
  });

  it('a refused field is left only by a save, or if Clerk has the value, or by a later direct save', () =>
    expect(eventsInto((state) => state !== 'refused', ['refused'])).toEqual([
      'saved',
      'holds our value',
      'may hold our value',
      'holds a direct save',
      'lost a direct save',
      'acknowledged',
    ]));

  it('a pending field is confirmed only by a later read or an answer with its value, or by a direct save', () =>
    expect(eventsInto((state) => state === 'confirmed', ['pending'])).toEqual([
      'holds our value',
      'holds a direct save',
      'acknowledged',
    ]));

  it('an edit made in Clerk takes the place of a confirmed or reasserting value, and of no other', () =>
    expect(states.filter((state) => nextState(state, 'holds a foreign value') === 'confirmed')).toEqual([
      'confirmed',
      'reasserting',
    ]));

  it.each(['holds our value', 'holds a direct save', 'acknowledged'] as const)(
    'Clerk is known to hold the value of every field after the event “%s”',
    (event) => expect(states.map((state) => nextState(state, event))).toEqual(states.map(() => 'confirmed')),
  );

  it('pending and reasserting values are to be written to Clerk, and no others', () =>
    expect(states.filter(isPending)).toEqual(['pending', 'reasserting']));
});
