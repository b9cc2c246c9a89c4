import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy';

/** Called before each step of a user's work goes on, with its name; false ends everything there. */
export type OnStep = (name: string) => boolean;

interface Conversation {
  /** in a transaction of the user's work */
  ours: boolean;
  /** what was asked, until its answer begins */
  asked: string | null;
}

/**
 * A proxy that reports the steps of one user’s work as they pass: each statement and call before it arrives, and when
 * its answer is on the way back. Other users' and the app's own work is not reported. `userId` is asked at each piece.
 */
export function startSteppingProxy(
  to: { host: string; port: number },
  name: (text: string) => string | null,
  userId: () => string,
  onStep: OnStep,
): Promise<TcpProxy> {
  const conversations = new WeakMap<object, Conversation>();
  return startTcpProxy(to, ({ text, from, connection }) => {
    const conversation = conversations.get(connection) ?? { ours: false, asked: null };
    conversations.set(connection, conversation);
    if (from === 'app') {
      const asked = name(text);
      conversation.ours ||= text.includes(userId());
      if (!conversation.ours || asked === null) return true;
      conversation.asked = asked;
      return onStep(`before ${asked}`);
    }
    const { asked } = conversation;
    if (asked === null) return true;
    conversation.asked = null;
    if (/^(COMMIT|ROLLBACK|GET|PATCH)/.test(asked)) conversation.ours = false;
    return onStep(`after ${asked}`);
  });
}

/** The statement in a piece of Postgres's protocol. */
export const statementIn = (text: string): string | null =>
  /\b(SELECT|INSERT|UPDATE|DELETE|COMMIT|ROLLBACK)\b[^\0]*/
    .exec(text)?.[0]
    .replace(/\s+/g, ' ')
    .replaceAll('"', '')
    .replaceAll('public.', '')
    .slice(0, 60) ?? null;

/** The call in a piece of HTTP. */
export const callIn = (text: string): string | null =>
  /^(GET|PATCH) (\/v1\/users\/\S+)/.exec(text)?.[0].replace(/user_\w+/, '{id}') ?? null;
