import 'server-only';
import { singleton } from '@/lib/singleton';

const signal = singleton('due-signal', (): { wake?: (withinMs: number) => void } => ({}));

/**
 * Has `wake` called when something will be due in this process's care, in so many ms. Returns a function that ends it.
 */
export function onDue(wake: (withinMs: number) => void): () => void {
  signal().wake = wake;
  return () => void delete signal().wake;
}

/** Says that something is due in `withinMs`; 0 or less if it is now. */
export const signalDue = (withinMs: number): void => signal().wake?.(Math.max(0, withinMs));
