import { isPromise } from 'node:util/types';

/** What reached console.error or console.warn in a test, which fails it, unless the test spied on them. */
const complaints: string[] = [];

for (const level of ['error', 'warn'] as const) {
  const original = console[level].bind(console);
  console[level] = (...args: unknown[]) => {
    original(...args);
    complaints.push(`console.${level}: ${args.map((a) => (isPromise(a) ? '[Promise]' : String(a))).join(' ')}`);
  };
}

afterEach(() => {
  const found = complaints.splice(0);
  if (found.length > 0) throw new Error(`Unexpected console output in this test:\n${found.join('\n')}`);
});
