import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy between the app and a server, whose connections a test can break. */
export interface TcpProxy {
  port: number;
  /** Ends all connections, or resets them, and refuses new ones. */
  cut(how?: 'end' | 'reset'): Promise<void>;
  /** Accepts connections and passes nothing on, as a broken network does. */
  hang(): void;
  /** Passes on, late, what was sent during a hang: no connection breaks. */
  resume(): void;
  /** Accepts connections again after a cut; after a hang, breaks those that hung. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Sees each piece of data before it passes, and returns false to drop it for good.
 * `connection` is the same object for all of one connection.
 */
export type Watch = (piece: { text: string; from: 'app' | 'server'; connection: object }) => boolean;

/** Starts a proxy to `to` on a free loopback port. */
export async function startTcpProxy(to: { host: string; port: number }, watch: Watch = () => true): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let hanging = false;
  const server = createServer((near) => {
    const far = connect(to);
    for (const [one, other, from] of [
      [near, far, 'app'],
      [far, near, 'server'],
    ] as const) {
      sockets.add(one);
      one.on('data', (chunk: Buffer) => {
        if (other.destroyed || !watch({ text: chunk.toString('latin1'), from, connection: near })) return;
        other.write(chunk);
      });
      if (hanging) one.pause();
      one.on('error', () => other.destroy()); // a connection ends on both sides
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const open = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening'); // rejects on an error
  };
  const close = (how: 'end' | 'reset' = 'end') =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      sockets.forEach((socket) => (how === 'reset' ? socket.resetAndDestroy() : socket.destroy()));
    });
  await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    cut: close,
    hang: () => {
      hanging = true;
      sockets.forEach((socket) => socket.pause());
    },
    resume: () => {
      hanging = false;
      sockets.forEach((socket) => socket.resume());
    },
    restore: async () => {
      if (hanging) sockets.forEach((socket) => socket.destroy());
      hanging = false;
      if (!server.listening) await open(port);
    },
    stop: async () => {
      if (server.listening) await close();
    },
  };
}
