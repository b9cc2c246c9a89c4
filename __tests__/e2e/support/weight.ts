import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eachMapping, FlattenMap } from '@jridgewell/trace-mapping';
import type { Page } from '@playwright/test';

const root = join(__dirname, '../../..');

/** What a page loads, in bytes on the wire: all of it, by kind, and its scripts by the package that they are from. */
export interface Weight {
  total: number;
  requests: number;
  byKind: Record<string, number>;
  byPackage: Record<string, number>;
}

/** Packages that every page of an app with Next, React and Clerk loads, whatever it shows. */
const FLOOR = /^(next|react|react-dom|react-server-dom-turbopack|scheduler|@swc\/helpers|@clerk\/.*|turbopack)$/;

/** Returns the bytes of scripts that are neither Next's, React's nor Clerk's: our own, and our libraries'. */
export const ownScripts = ({ byPackage }: Weight): number =>
  Object.entries(byPackage).reduce((sum, [name, bytes]) => (FLOOR.test(name) ? sum : sum + bytes), 0);

/** Opens a page with an empty cache and returns what it loads until it has nothing more to ask for. */
export async function weigh(page: Page, path: string): Promise<Weight> {
  const client = await page.context().newCDPSession(page);
  await client.send('Network.enable');
  await client.send('Network.setCacheDisabled', { cacheDisabled: true });
  const loads = new Map<string, { url: string; kind: string; bytes: number }>();
  client.on('Network.responseReceived', ({ requestId, response: { url }, type }) =>
    loads.set(requestId, { url, kind: type, bytes: 0 }),
  );
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const load = loads.get(requestId);
    if (load) load.bytes = encodedDataLength;
  });
  await page.goto(path);
  await page.waitForFunction(() => {
    const ends = performance.getEntriesByType('resource').map((one) => (one as PerformanceResourceTiming).responseEnd);
    return document.readyState === 'complete' && performance.now() - Math.max(...ends) > 1_500;
  });
  await client.detach();

  const finished = [...loads.values()];
  const byKind: Record<string, number> = {};
  const byPackage: Record<string, number> = {};
  for (const { url, kind, bytes } of finished) {
    byKind[kind] = (byKind[kind] ?? 0) + bytes;
    if (kind !== 'Script') continue;
    for (const [name, share] of sharesOf(url)) byPackage[name] = (byPackage[name] ?? 0) + share * bytes;
  }
  const total = finished.reduce((sum, { bytes }) => sum + bytes, 0);
  return { total, requests: finished.length, byKind, byPackage };
}

/** Returns the packages in a script, each with its share of the script's characters. */
function sharesOf(url: string): [string, number][] {
  const { pathname } = new URL(url);
  const served = /@clerk\/[\w-]+/.exec(pathname)?.[0];
  if (served) return [[served, 1]];
  const file = join(root, '.next', pathname.replace(/^\/_next\//, ''));
  const script = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const map = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(script)?.[1];
  if (map === undefined) return [[`no source map: ${pathname}`, 1]];
  const lines = script.split('\n');
  const counts = new Map<string, number>();
  let counted = 0;
  const add = (source: string | null, length: number) => {
    const name = source === null ? 'turbopack' : packageOf(source);
    counts.set(name, (counts.get(name) ?? 0) + length);
    counted += length;
  };
  let last: { line: number; column: number; source: string | null } = { line: 1, column: 0, source: null };
  eachMapping(new FlattenMap(readFileSync(join(dirname(file), map), 'utf8')), (mapping) => {
    const { generatedLine: line, generatedColumn: column, source } = mapping;
    for (; last.line < line; last = { line: last.line + 1, column: 0, source: last.source })
      add(last.source, (lines[last.line - 1]?.length ?? 0) - last.column);
    add(last.source, column - last.column);
    last = { line, column, source };
  });
  add(last.source, (lines[last.line - 1]?.length ?? 0) - last.column);
  return [...counts].map(([name, count]) => [name, count / counted]);
}

/** Returns the package that a source is from; our own files are "perdure". */
function packageOf(source: string): string {
  if (source.includes('/next/dist/compiled/')) {
    const compiled = source.split('/next/dist/compiled/')[1]!.split('/')[0]!;
    return compiled.startsWith('react') || compiled === 'scheduler' ? compiled : 'next';
  }
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? [];
  if (name) return name;
  return source.startsWith('turbopack:///[turbopack]') ? 'turbopack' : 'perdure';
}
