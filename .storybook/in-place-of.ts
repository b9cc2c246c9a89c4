import { join } from 'node:path';
import type { Plugin } from 'vite';

const root = join(import.meta.dirname, '..');

/** Returns a plugin that has other files stand for some of the app's, but where those import the app's own. */
export function inPlaceOf(files: Record<string, string>): Plugin {
  const others = new Map(Object.entries(files).map(([own, other]) => [join(root, own), join(root, other)]));
  return {
    name: 'in-place-of',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (importer === undefined || !/^[@.]/.test(source)) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      const other = found && others.get(found.id);
      return other === undefined || other === importer ? found : other;
    },
  };
}
