import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';

/**
 * Returns a function that closes the connections to this process which have not sent a request yet. Browsers and
 * proxies open some in advance, and a server that closes waits for them as for a request: Node closes them after 60 s.
 */
export function watchUnusedConnections(): () => void {
  const unused = new Set<Socket>();
  subscribe('net.server.socket', (message) => {
    const { socket } = message as { socket: Socket };
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  subscribe('http.server.request.start', (message) => void unused.delete((message as { socket: Socket }).socket));
  return () => unused.forEach((socket) => socket.destroy());
}
