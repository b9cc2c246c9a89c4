import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { create } from 'tar';

const root = join(__dirname, '../../..');

interface Locked {
  version: string;
  integrity?: string;
}

/** Every package of package-lock.json: its name, its versions, and in which folder each is. */
function lockedPackages(): Map<string, Map<string, { folder: string; manifest: Locked }>> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const found = new Map<string, Map<string, { folder: string; manifest: Locked }>>();
  for (const [folder, manifest] of Object.entries(packages)) {
    const name = folder.split('node_modules/').at(-1)!;
    if (name === '') continue;
    const versions = found.get(name) ?? new Map<string, { folder: string; manifest: Locked }>();
    found.set(name, versions.set(manifest.version, { folder, manifest }));
  }
  return found;
}

/**
 * Serves what is in `node_modules` as a registry of npm on this machine, for an npm that installs elsewhere: nothing is
 * downloaded, and npm does all that it does.
 */
export async function startPackageRegistry(): Promise<{ url: string; stop: () => Promise<void> }> {
  const packages = lockedPackages();
  const server: Server = createServer((request, response) => {
    const [path, version] = decodeURIComponent(request.url ?? '')
      .slice(1)
      .split('?version=');
    const versions = packages.get(path ?? '');
    if (!versions) return response.writeHead(404).end('{}');
    if (version) {
      const { folder } = versions.get(version)!;
      return create({ gzip: { level: 1 }, cwd: join(root, folder), prefix: 'package' }, ['.']).pipe(response);
    }
    const { port } = server.address() as AddressInfo;
    const manifests = [...versions].map(([at, { manifest }]) => {
      const { integrity: _, ...rest } = manifest; // of the tarball that it came from, not of the one made here
      return [at, { name: path, ...rest, dist: { tarball: `http://127.0.0.1:${port}/${path}?version=${at}` } }];
    });
    const latest = [...versions.keys()][0];
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ name: path, 'dist-tags': { latest }, versions: Object.fromEntries(manifests) as unknown }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}
