import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NextRequest } from 'next/server';

/**
 * Holds the webhooks of a local Clerk, so that a test delivers them at any time, in any order and any number of times.
 */
export interface Inbox {
  url: string;
  /** Returns the webhooks about a user that were not removed, oldest first, as requests to the app. */
  of(userId: string): (() => NextRequest)[];
  /** Removes a webhook. */
  remove(userId: string, request: () => NextRequest): void;
  stop(): Promise<void>;
}

/** Returns an inbox that listens on a free port. */
export async function openInbox(): Promise<Inbox> {
  const held = new Map<string, (() => NextRequest)[]>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const { data } = JSON.parse(body) as { data: { id: string } };
      const headers = Object.entries(request.headers).filter(([name]) => name.startsWith('svix-')) as [
        string,
        string,
      ][];
      held.set(data.id, [
        ...(held.get(data.id) ?? []),
        () => new NextRequest('http://localhost:3000/api/webhooks/clerk', { method: 'POST', headers, body }),
      ]);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (userId) => held.get(userId) ?? [],
    remove: (userId, request) =>
      held.set(
        userId,
        (held.get(userId) ?? []).filter((one) => one !== request),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
