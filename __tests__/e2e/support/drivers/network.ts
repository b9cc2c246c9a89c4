import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTcpProxy, type TcpProxy } from '../../../support/tcp-proxy';

/** The network between browsers and the app: all that any browser has, whatever its driver can do. */
export interface Network extends Pick<TcpProxy, 'cut' | 'restore'> {
  url: string;
  /** every address that was asked for: what is in one also stands in proxies' logs and in the browser's history */
  addresses: string[];
  /**
   * Holds one of the pages’ scripts back, without which none of them runs, until it is let through. Not all: a browser
   * has six connections to a server, and could then send nothing else.
   */
  holdScripts(): void;
  letScriptsThrough(): void;
  stop(): Promise<void>;
}

/** Starts a proxy to the app at `origin` whose connections can be cut, and whose scripts can be held back. */
export async function startNetwork(origin: string): Promise<Network> {
  const { hostname: host, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true });
  const addresses: string[] = [];
  let held: { path?: string; promise: Promise<void>; letThrough: () => void } | null = null;

  const pass = (from: IncomingMessage, to: ServerResponse) => {
    const on = ask({ host, port, agent, method: from.method, path: from.url, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(to);
      answer.on('error', () => to.destroy());
    }).on('error', () => to.destroy());
    to.on('close', () => on.destroy()); // a stream whose reader has gone
    from.pipe(on);
  };
  const gate = createServer((from, to) => {
    addresses.push(from.url!);
    if (held && /\/_next\/static\/.*\.js/.test(from.url!)) held.path ??= from.url!;
    if (held && held.path === from.url) void held.promise.then(() => pass(from, to));
    else pass(from, to);
  });
  await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve));
  const wire = await startTcpProxy({ host: '127.0.0.1', port: (gate.address() as AddressInfo).port });
  const letScriptsThrough = () => {
    held?.letThrough();
    held = null;
  };
  return {
    url: `http://localhost:${wire.port}`,
    addresses,
    cut: wire.cut,
    restore: wire.restore,
    holdScripts: () => {
      let letThrough = () => {};
      held = { promise: new Promise((resolve) => (letThrough = resolve)), letThrough };
    },
    letScriptsThrough,
    stop: async () => {
      letScriptsThrough();
      await wire.stop();
      agent.destroy();
      await new Promise((resolve) => {
        gate.close(resolve);
        gate.closeAllConnections();
      });
    },
  };
}
