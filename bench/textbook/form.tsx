'use client';

/** A button that calls the action, so that the build keeps it. */
export function Form({ save }: { save: (input: unknown) => Promise<unknown> }) {
  return <button onClick={() => void save({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' })}>Save</button>;
}
