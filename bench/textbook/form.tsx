'use client';

/** A button, so that the build knows the action. */
export function Form({ save }: { save: (input: unknown) => Promise<unknown> }) {
  return <button onClick={() => void save({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' })}>Save</button>;
}
