import 'server-only';
import { Client } from 'pg';
import { log } from '@/lib/log';
import { connectionOptions } from './connection';
import { patience } from './patience';

/** How long an answer is good for, in ms: however many ask, Postgres is pinged about once a second. */
const GOOD_FOR_MS = 1_000;
/** How soon Postgres has to answer, in ms, the time to connect included. */
const ANSWER_WITHIN_MS = 2_000;
/**
 * How much of that the connection of the ping before has, in ms: one that was silent for long may be forgotten by the
 * network, and never answers.
 */
const KEPT_ANSWERS_WITHIN_MS = 700;

interface Shared {
  perdurePing?: { outcome: Promise<void>; endedAt: number };
  perdurePingClient?: Client;
}
// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & Shared;

/**
 * Resolves where Postgres answers, on a connection that nothing else uses, so that neither a full pool nor a locked row
 * passes for an outage. Whoever asks within the same second shares one answer. Rejects where none comes within 2 s.
 */
export function ping(): Promise<void> {
  const known = shared.perdurePing;
  if (known && performance.now() - known.endedAt < GOOD_FOR_MS) return known.outcome;
  const asked = { outcome: ask(), endedAt: Infinity };
  const ended = () => void (asked.endedAt = performance.now());
  asked.outcome.then(ended, ended);
  shared.perdurePing = asked;
  return asked.outcome;
}

/** Closes the connection of pings: at the end of a process or a test. */
export async function closePing(): Promise<void> {
  await shared.perdurePing?.outcome.catch((err: unknown) => log.debug({ err }, 'the last ping was not answered'));
  const client = shared.perdurePingClient;
  delete shared.perdurePing;
  delete shared.perdurePingClient;
  const ended = client?.end();
  client?.connection.stream.destroy(); // a Postgres that hangs never answers a goodbye
  await ended;
}

async function ask(): Promise<void> {
  const clock = patience(ANSWER_WITHIN_MS, 'Postgres has not answered a ping in time');
  try {
    if (await isKeptAnswered()) return;
    await Promise.race([connect(), clock.over]); // the one that was kept may be older than a restart of Postgres
  } catch (error) {
    drop();
    throw error;
  } finally {
    clock.stop();
  }
}

/** Whether the connection of the ping before is there and answers. */
async function isKeptAnswered(): Promise<boolean> {
  const kept = shared.perdurePingClient;
  if (!kept) return false;
  const clock = patience(KEPT_ANSWERS_WITHIN_MS, 'the connection of the ping before has not answered in time');
  try {
    await Promise.race([kept.query('SELECT 1'), clock.over]);
    return true;
  } catch (err) {
    log.debug({ err }, 'the connection of pings is lost');
    return false;
  } finally {
    clock.stop();
  }
}

async function connect(): Promise<void> {
  drop();
  const client = (shared.perdurePingClient = new Client(connectionOptions()));
  client.on('error', () => (shared.perdurePingClient === client ? drop() : undefined));
  await client.connect();
  await client.query('SELECT 1');
}

/** Gives the connection up, also one that hangs and would never answer a goodbye. */
function drop(): void {
  const client = shared.perdurePingClient;
  delete shared.perdurePingClient;
  client?.connection.stream.destroy();
}
