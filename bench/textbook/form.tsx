'use client';

/** A button that calls the action, so that the build keeps it. */
export function Form({ name, call }: { name: string; call: (input: unknown) => Promise<unknown> }) {
  return <button onClick={() => void call({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' })}>{name}</button>;
}
