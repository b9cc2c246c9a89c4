import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** How often each process is asked for its health, in ms. */
const ASK_EVERY_MS = 100;

export interface LoadBalancer {
  url: string;
  stop(): Promise<void>;
}

/**
 * Starts a proxy that sends requests in turn to those of the processes on `ports` whose `GET /api/health` answered 200
 * when last asked. It keeps its connections, as proxies do, and never sends a request a second time: what it cannot
 * send is answered with 502.
 */
export async function startLoadBalancer(ports: readonly number[]): Promise<LoadBalancer> {
  const agent = new Agent({ keepAlive: true });
  const healthy = new Set(ports);
  let turn = 0;

  const look = () =>
    Promise.all(
      ports.map(async (port) => {
        const isWell = await fetch(`http://localhost:${port}/api/health`, { headers: { connection: 'close' } }).then(
          ({ ok }) => ok,
          () => false,
        );
        if (isWell) healthy.add(port);
        else healthy.delete(port);
      }),
    );
  const looking = setInterval(() => void look(), ASK_EVERY_MS);

  const pass = (from: IncomingMessage, to: ServerResponse) => {
    const choice = [...healthy];
    const port = choice[(turn += 1) % choice.length];
    const fail = () => (to.headersSent ? to.destroy() : to.writeHead(502).end());
    if (port === undefined) return fail();
    const on = ask(
      { host: 'localhost', port, agent, method: from.method, path: from.url, headers: from.headers },
      (answer) => {
        const { connection: _, ...headers } = answer.headers;
        to.writeHead(answer.statusCode!, headers);
        answer.pipe(to);
      },
    ).on('error', fail);
    from.pipe(on);
  };
  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return {
    url: `http://localhost:${address.port}`,
    stop: async () => {
      clearInterval(looking);
      agent.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
