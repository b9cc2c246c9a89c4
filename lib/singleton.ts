import 'server-only';

/** Where the process keeps its singletons: on the global object, which all bundles share. */
export const SINGLETONS = Symbol.for('perdure.singletons');

type Shared = typeof globalThis & { [SINGLETONS]?: Map<string, unknown> };
const values = (): Map<string, unknown> => ((globalThis as Shared)[SINGLETONS] ??= new Map<string, unknown>());

/**
 * Returns a function that returns the process's one value of this name, made on the first call. Next bundles a module
 * more than once in one process, and hot reload loads it again: a module's own variables would be several.
 */
export function singleton<T>(name: string, make: () => T): () => T {
  return () => {
    const all = values();
    if (!all.has(name)) all.set(name, make());
    return all.get(name) as T;
  };
}

/** Forgets the singletons of these names: for tests, in which a process starts anew. */
export function resetSingletons(...names: string[]): void {
  for (const name of names) values().delete(name);
}
