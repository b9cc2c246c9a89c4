import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy';

/** Called before each step of a user's work goes on, with its name; false ends everything there. */
export type OnStep = (name: string) => boolean;

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
  /** what was asked on each connection, until its answer begins */
  const questions = new WeakMap<object, string>();
  return startTcpProxy(to, ({ text, from, connection }) => {
    if (from === 'app') {
      const asked = text.includes(userId()) ? name(text) : null;
      if (asked === null) return true;
      questions.set(connection, asked);
      return onStep(`before ${asked}`);
    }
    const asked = questions.get(connection);
    if (asked === undefined) return true;
    questions.delete(connection);
    return onStep(`after ${asked}`);
  });
}

/** The statement in a piece of Postgres's protocol. */
export const statementIn = (text: string): string | null =>
  /\b(SELECT|INSERT|UPDATE|DELETE)\b[^\0]*/
    .exec(text)?.[0]
    .replace(/\s+/g, ' ')
    .replaceAll('"', '')
    .replaceAll('public.', '')
    .slice(0, 60) ?? null;

/** The call in a piece of HTTP. */
export const callIn = (text: string): string | null =>
  /^(GET|PATCH) (\/v1\/users\/\S+)/.exec(text)?.[0].replace(/user_\w+/, '{id}') ?? null;
