import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NextRequest } from 'next/server';

/** Takes the webhooks of a local Clerk and keeps them, so that a test delivers them when and as often as it likes. */
export interface Inbox {
  url: string;
  /** the webhooks about a user that were not taken yet, oldest first, ready for the door */
  of(userId: string): (() => NextRequest)[];
  forget(userId: string, request: () => NextRequest): void;
  stop(): Promise<void>;
}

export async function openInbox(): Promise<Inbox> {
  const kept = new Map<string, (() => NextRequest)[]>();
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
      kept.set(data.id, [
        ...(kept.get(data.id) ?? []),
        () => new NextRequest('http://localhost:3000/api/webhooks/clerk', { method: 'POST', headers, body }),
      ]);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    of: (userId) => kept.get(userId) ?? [],
    forget: (userId, request) =>
      kept.set(
        userId,
        (kept.get(userId) ?? []).filter((one) => one !== request),
      ),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
