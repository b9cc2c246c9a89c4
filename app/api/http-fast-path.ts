import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { SessionInfo } from '@/lib/clerk/session/session';
import { verifySession } from '@/lib/clerk/session/verify-session';
import { log } from '@/lib/log';
import { followProfile } from '@/lib/profile/verbs/follow-profile';
import { answerProfile } from './profile/answer';
import { lastVersionOf, streamHeaders } from './profile/live/sse-request';

/** How many bytes a slow browser may be behind: some dozens of events. */
const MOST_BYTES_BEHIND = 4 * 1024;

interface Caller {
  request: Request;
  session: SessionInfo;
}
type Handler = (caller: Caller, response: ServerResponse) => void | Promise<void>;
const handlers: Partial<Record<string, Handler>> = {
  '/api/profile': readProfile,
  '/api/profile/live': streamProfile,
};

/**
 * Answers GET /api/profile and its stream before Next does, on every HTTP server of this process (see decision 23).
 * Anything else, or unauthenticated, goes on to Next. Next gives no access to its server: the first request that Node
 * reports does.
 */
export function startFastPath(): void {
  const known = new WeakSet<Server>();
  subscribe('http.server.request.start', (message) => {
    const { server } = message as { server: Server };
    if (known.has(server)) return;
    known.add(server);
    const nextListeners = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const goOn = () => nextListeners.forEach((listener) => void listener.call(server, request, response));
      const handler = request.method === 'GET' ? handlers[request.url?.split('?')[0] ?? ''] : undefined;
      if (!handler) return goOn();
      authenticate(request)
        .then((caller) => {
          if (!caller) return goOn();
          if (!response.destroyed) return handler(caller, response); // else the client has left meanwhile
        })
        .catch((err: unknown) => {
          log.error({ err, path: request.url }, 'a request could not be answered');
          response.destroy();
        });
    });
  });
}

/** Returns a request with the session that signed it; null if Next has to answer it. */
async function authenticate(incoming: IncomingMessage): Promise<Caller | null> {
  const request = toRequest(incoming);
  const session = request && (await verifySession(request));
  return session && { request, session };
}

/** Returns Node's request as a standard one; null if it names no host that one could have. */
function toRequest({ url, headers }: IncomingMessage): Request | null {
  const origin = `http://${headers.host ?? 'localhost'}`;
  if (!URL.canParse(origin) || new URL(origin).username !== '') return null;
  return new Request(new URL(url ?? '/', origin), {
    headers: Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    ),
  });
}

async function readProfile({ request, session }: Caller, response: ServerResponse): Promise<void> {
  const answer = await answerProfile(request, session.userId);
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

function streamProfile({ request, session }: Caller, response: ServerResponse): void {
  response.writeHead(200, streamHeaders);
  const sink = {
    write: (text: string) => {
      response.write(text);
      return response.writableLength < MOST_BYTES_BEHIND;
    },
    end: () => void response.end(),
  };
  const stream = followProfile(session, sink, lastVersionOf(request));
  response.once('close', () => stream.close());
}
