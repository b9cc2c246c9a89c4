import { createServer } from 'node:net';

/** Returns whether a port is free on every address that `localhost` may mean. */
export async function isFree(port: number, hosts: readonly string[] = ['127.0.0.1', '::1', '::']): Promise<boolean> {
  for (const host of hosts) if (!(await canListen(port, host))) return false;
  return true;
}

/**
 * Returns the first free port from `from` upwards.
 * @throws if the next 200 are all taken
 */
export async function nextFreePort(from: number, hosts?: readonly string[]): Promise<number> {
  for (let port = from; port < from + 200 && port < 65_536; port++) if (await isFree(port, hosts)) return port;
  throw new Error(`No port is free from ${from} upwards.`);
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      // On a computer without IPv6, nothing can listen there.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
