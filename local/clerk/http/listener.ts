import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP port on loopback that can be closed and opened again. While closed, connections are refused. */
export class Listener {
  private server: Server | null = null;
  private port: number;

  constructor(
    private readonly app: Hono,
    port: number,
  ) {
    this.port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  open(): Promise<void> {
    if (this.server) return Promise.resolve();
    // Global Request and Response stay as they are: tests run in the same process.
    const answer = getRequestListener(this.app.fetch, { overrideGlobalObjects: false });
    const server = createServer((request, response) => void answer(request, response));
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', (error) => {
        this.server = null;
        reject(error);
      });
      server.listen(this.port, '127.0.0.1', () => {
        this.port = (server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  /** Refuses new connections and breaks those that are open. */
  close(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
}
