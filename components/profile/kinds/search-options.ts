import type { ControlOf } from './kind';

/** Fetches what a searched field offers, each as its input shows it. */
export async function loadOptions(list: ControlOf<'search'>['list']): Promise<readonly string[]> {
  const { searchOptions } = await import('@/lib/profile/model/kinds/rules/code-lists');
  return searchOptions(list);
}
