import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { verifySession } from '@/lib/clerk/verify-session';
import { log } from '@/lib/log';
import { followProfile } from '@/lib/profile/follow-profile';
import { headers, knownTo } from './door';

const PATH = '/api/profile/live';
/** How many bytes a slow browser may be behind: some dozens of events. */
const MOST_BEHIND = 4 * 1024;

/**
 * Answers streams beside Next instead of through it, on every HTTP server of this process: what Next keeps for a request is most of what an idle
 * stream costs. Everything else goes on as before, and so do streams of those who are not signed in.
 * Next gives no way to its server: the first request that Node tells of leads to it.
 */
export function answerStreamsBesideNext(): void {
  const met = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { server } = message as { server: Server };
    if (met.has(server)) return;
    met.add(server);
    const others = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const next = () => others.forEach((listener) => void listener.call(server, request, response));
      if (request.method !== 'GET' || request.url?.split('?')[0] !== PATH) return next();
      answer(request, response, next).catch((err: unknown) => {
        log.error({ err }, 'a stream could not be opened');
        response.destroy();
      });
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  const url = new URL(request.url ?? PATH, `http://${request.headers.host ?? 'localhost'}`);
  const asked = new Request(url, { headers: Object.entries(request.headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : [])) });
  const session = await verifySession(asked);
  if (!session) return next();
  if (response.destroyed) return; // gone meanwhile

  response.writeHead(200, headers);
  const stream = followProfile(
    session,
    {
      write: (text) => {
        response.write(text);
        return response.writableLength < MOST_BEHIND;
      },
      end: () => response.end(),
    },
    knownTo(asked),
  );
  response.once('close', () => stream.close());
}
