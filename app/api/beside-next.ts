import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { SessionInfo } from '@/lib/clerk/session/session';
import { verifySession } from '@/lib/clerk/session/verify-session';
import { log } from '@/lib/log';
import { followProfile } from '@/lib/profile/verbs/follow-profile';
import { answerProfile } from './profile/answer';
import { knownTo, streamHeaders } from './profile/live/door';

/** How many bytes a slow browser may be behind: some dozens of events. */
const MOST_BYTES_BEHIND = 4 * 1024;

type Door = (request: Request, session: SessionInfo, response: ServerResponse) => void | Promise<void>;
const doors: Partial<Record<string, Door>> = { '/api/profile': readOnce, '/api/profile/live': follow };

/**
 * Answers what open devices ask for all the time beside Next instead of through it, on every HTTP server of this
 * process: what Next keeps for a request is most of what an idle stream costs, and its own work most of the time of a
 * read. Everything else goes on as before, and so does whatever is not signed in. Next gives no way to its server: the
 * first request that Node tells of leads to it.
 */
export function answerBesideNext(): void {
  const met = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { server } = message as { server: Server };
    if (met.has(server)) return;
    met.add(server);
    const others = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const next = () => others.forEach((listener) => void listener.call(server, request, response));
      const door = request.method === 'GET' ? doors[request.url?.split('?')[0] ?? ''] : undefined;
      if (!door) return next();
      enter(door, request, response, next).catch((err: unknown) => {
        log.error({ err, path: request.url }, 'a request could not be answered');
        response.destroy();
      });
    });
  });
}

async function enter(door: Door, request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  const origin = `http://${request.headers.host ?? 'localhost'}`;
  if (!URL.canParse(origin) || new URL(origin).username !== '') return next(); // no host that a request could name
  const url = new URL(request.url ?? '/', origin);
  const asked = new Request(url, {
    headers: Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  });
  const session = await verifySession(asked);
  if (!session) return next();
  if (!response.destroyed) await door(asked, session, response); // else gone meanwhile
}

async function readOnce(request: Request, { userId }: SessionInfo, response: ServerResponse): Promise<void> {
  const answer = await answerProfile(request, userId);
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

function follow(request: Request, session: SessionInfo, response: ServerResponse): void {
  response.writeHead(200, streamHeaders);
  const reader = {
    write: (text: string) => {
      response.write(text);
      return response.writableLength < MOST_BYTES_BEHIND;
    },
    end: () => void response.end(),
  };
  const stream = followProfile(session, reader, knownTo(request));
  response.once('close', () => stream.close());
}
