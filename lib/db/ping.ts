import 'server-only';
import { Client } from 'pg';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import { connectionOptions } from './connection';
import { startDeadline } from './deadline';

/** How long an answer is good for, in ms: however many ask, Postgres is pinged about once a second. */
const GOOD_FOR_MS = 1_000;
/** How soon Postgres has to answer, in ms, the time to connect included. */
const ANSWER_WITHIN_MS = 2_000;
/**
 * How much of that the kept connection has, in ms: one that was silent for long may be forgotten by the network, and
 * never answers.
 */
const KEPT_ANSWERS_WITHIN_MS = 700;

interface Pings {
  latest?: { outcome: Promise<void>; endedAt: number };
  /** the connection of the ping before */
  kept?: Client;
}
const pings = singleton('pings', (): Pings => ({}));

/**
 * Resolves if Postgres answers on a connection that nothing else uses, so that neither a full pool nor a locked row
 * passes for an outage. Calls within one second share one answer.
 * @throws if there is no answer within 2 s
 */
export function ping(): Promise<void> {
  const { latest } = pings();
  if (latest && performance.now() - latest.endedAt < GOOD_FOR_MS) return latest.outcome;
  const asked = { outcome: ask(), endedAt: Infinity };
  const ended = () => void (asked.endedAt = performance.now());
  asked.outcome.then(ended, ended);
  pings().latest = asked;
  return asked.outcome;
}

/** Closes the connection of pings: at the end of a process or a test. */
export async function closePing(): Promise<void> {
  await pings().latest?.outcome.catch((err: unknown) => log.debug({ err }, 'the last ping was not answered'));
  const { kept } = pings();
  delete pings().latest;
  delete pings().kept;
  const ended = kept?.end();
  kept?.connection.stream.destroy(); // a Postgres that hangs never answers a goodbye
  await ended;
}

async function ask(): Promise<void> {
  const deadline = startDeadline(ANSWER_WITHIN_MS, 'Postgres has not answered a ping in time');
  try {
    if (await keptAnswers()) return;
    await Promise.race([connect(), deadline.expired]); // the kept one may be older than a restart of Postgres
  } catch (error) {
    drop();
    throw error;
  } finally {
    deadline.stop();
  }
}

/** Returns true if there is a kept connection and it answers. */
async function keptAnswers(): Promise<boolean> {
  const { kept } = pings();
  if (!kept) return false;
  const deadline = startDeadline(KEPT_ANSWERS_WITHIN_MS, 'the kept connection of pings has not answered in time');
  try {
    await Promise.race([kept.query('SELECT 1'), deadline.expired]);
    return true;
  } catch (err) {
    log.debug({ err }, 'the connection of pings is lost');
    return false;
  } finally {
    deadline.stop();
  }
}

async function connect(): Promise<void> {
  drop();
  const client = (pings().kept = new Client(connectionOptions()));
  client.on('error', () => (pings().kept === client ? drop() : undefined));
  await client.connect();
  await client.query('SELECT 1');
}

/** Closes the kept connection at once, even one that hangs and would never answer a goodbye. */
function drop(): void {
  const { kept } = pings();
  delete pings().kept;
  kept?.connection.stream.destroy();
}
