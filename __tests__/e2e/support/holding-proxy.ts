import { createServer, request as ask } from 'node:http';

export interface HoldingProxy {
  url: string;
  /** Passes event streams on from now on; those that are held stay so. */
  letThrough(): void;
  stop(): Promise<void>;
}

/**
 * Starts a proxy to the app on `port` that holds event streams back, as one does that collects an answer before it
 * passes it on: their `body`, or all of them. Everything else passes.
 */
export async function startHoldingProxy(port: number, held: 'body' | 'all'): Promise<HoldingProxy> {
  let holds = true;
  const server = createServer((from, to) => {
    const on = ask(
      { host: 'localhost', port, method: from.method, path: from.url, headers: from.headers },
      (answer) => {
        const isStream = answer.headers['content-type'] === 'text/event-stream';
        if (isStream && holds && held === 'all') return void answer.resume();
        to.writeHead(answer.statusCode!, answer.headers);
        to.flushHeaders();
        if (isStream && holds) answer.resume();
        else answer.pipe(to);
      },
    ).on('error', () => to.destroy());
    to.on('close', () => on.destroy());
    from.pipe(on);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return {
    url: `http://localhost:${address.port}`,
    letThrough: () => void (holds = false),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
