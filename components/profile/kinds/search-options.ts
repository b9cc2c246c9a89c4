import type { ControlOf } from './kind';

/** Fetches what a searched field offers, each as its input shows it. */
export async function loadOptions(list: ControlOf<'search'>['list']): Promise<readonly string[]> {
  return [list];
}
