import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../support/figures';
import { inTurn, type Row, type Run } from './run';
import { withSides, type Person, type Side } from './side';

/** How long the app is left alone between two edits, in ms. */
const BETWEEN_MS = 500;
/** After how long an edit counts as not shown at all, in ms. */
const PATIENCE_MS = 10_000;

/** A page that is open, without a browser: it holds the stream, and reads the profile at each event. */
interface OpenPage {
  person: Person;
  /** Resolves when a read after an event shows this last name. */
  shows: (lastName: string) => Promise<void>;
  close: () => void;
}

/** Measures the time from an edit in Clerk's dashboard until an open page has read it: webhook, event and read. */
export async function measureDashboardEdit(run: Run): Promise<Row[]> {
  return withSides(run, run.builds, { people: 1, webhooks: true }, async (sides) => {
    const pages = await Promise.all(sides.map(openPage));
    const took = sides.map((): number[] => []);
    for (let n = -5; n < run.size(20, 5); n += 1)
      for (const side of inTurn(sides, n)) {
        const which = sides.indexOf(side);
        const ms = await timeEdit(side, pages[which]!, `Change ${n}`);
        if (n >= 0) took[which]!.push(ms); // else not measured: the first requests compile
        await sleep(BETWEEN_MS);
      }
    pages.forEach((page) => page.close());
    return [
      {
        what: 'dashboard edit shown on an open page, p50 / p95 ms',
        cells: Object.fromEntries(
          sides.map(({ name }, which) => [
            name,
            [0.5, 0.95].map((q) => quantile(took[which]!, q).toFixed(0)).join(' / '),
          ]),
        ),
      },
    ];
  });
}

async function timeEdit({ stack: { clerk } }: Side, { person, shows }: OpenPage, lastName: string): Promise<number> {
  const shown = shows(lastName);
  const started = performance.now();
  await clerk.editUser(person.id, { last_name: lastName });
  await shown;
  return performance.now() - started;
}

async function openPage({ people, name }: Side): Promise<OpenPage> {
  const person = people[0]!;
  const closed = new AbortController();
  const stream = await person.device.get('/api/profile/live', { signal: closed.signal });
  if (!stream.ok || !stream.body) throw new Error(`The stream was answered with ${stream.status}`);
  let onRead = (_lastName: string): void => undefined;

  const follow = async (body: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of body.pipeThrough(new TextDecoderStream()))
      if (/^event: (version|check)$/m.test(text)) {
        const answer = await person.device.get('/api/profile');
        onRead(((await answer.json()) as { values: { lastName: string } }).values.lastName);
      }
  };
  const following = follow(stream.body)
    .then(() => Promise.reject(new Error(`${name}: the stream has ended`)))
    .catch((error: unknown) => {
      if (!closed.signal.aborted) throw error;
    });
  const shows = (lastName: string) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${name}: an edit is not shown`)), PATIENCE_MS);
      onRead = (read) => {
        if (read !== lastName) return;
        clearTimeout(late);
        resolve();
      };
    });
  return { person, shows: (lastName) => Promise.race([shows(lastName), following]), close: () => closed.abort() };
}
