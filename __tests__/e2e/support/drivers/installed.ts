import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WebKitPaths } from './webkit';

const firstOf = (paths: readonly string[]): string | null => paths.find((path) => existsSync(path)) ?? null;

/** Returns the path of a Firefox on this machine, or null. */
export const findFirefox = (): string | null =>
  firstOf(['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']);

/** Returns the paths of WebKit (GTK), its driver and a screen for it on this machine, or null if one is missing. */
export function findWebKit(): WebKitPaths | null {
  const libraries = ['/usr/lib', '/usr/lib64', ...readdirSync('/usr/lib').map((name) => join('/usr/lib', name))];
  const browsers = libraries.flatMap((library) =>
    ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((name) => join(library, name, 'MiniBrowser')),
  );
  const [driver, browser, screen] = [
    firstOf(['/usr/bin/WebKitWebDriver']),
    firstOf(browsers),
    firstOf(['/usr/bin/Xvfb']),
  ];
  return driver && browser && screen ? { driver, browser, screen } : null;
}
