import './points'; // before anything that loads Clerk's SDK
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { POST } from '@/app/api/webhooks/clerk/route';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { resetSingletons } from '@/lib/singleton';
import { recordOutage } from '@/lib/db/outage';
import { isPostgresUnreachable, isPostgresBusy } from '@/lib/db/errors';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { resyncStale } from '@/lib/profile/background/resync-stale';
import { fromClerk } from '@/lib/profile/core/clerk-shape';
import { palette } from '@/lib/profile/model/palette';
import type { Profile, Save } from '@/lib/profile/model/profile';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { FieldName, Patch, Values } from '@/lib/profile/model/values';
import type { World } from '../world';
import type { Act, Round } from './commands';
import type { Inbox } from './inbox';
import { INSTANCES, onInstance, restartInstance, restartInstances } from './instances';
import { Oracle, type Write } from './oracle';
import { Killed, livingFor } from './points';

/** What was done, over all schedules. */
export interface Tally {
  schedules: number;
  faults: number;
  kills: number;
  acknowledged: number;
  /** acknowledged saves that were not there at the end */
  lost: number;
  /** older values that a device was shown after a newer one was acknowledged */
  regressions: number;
}

/** A rule that was broken, and how. */
export class Broken extends Error {
  constructor(
    message: string,
    readonly kind: 'lost' | 'regressions' | 'other' = 'other',
  ) {
    super(message);
  }
}

const colours = Object.keys(palette);

/** One user, what was done to their profile, and what may be true of it. */
class Person {
  readonly oracle: Oracle;
  private readonly sent: { save: Save; write: Write }[] = [];
  /** what Postgres has, by its own word, since it was sent for the first time */
  private readonly committed: Save[] = [];
  private count = 0;
  private underWay = 0;

  constructor(
    private readonly stage: ModelRun,
    readonly userId: SignedInUserId,
    readonly initial: Values,
  ) {
    this.oracle = new Oracle(initial);
  }

  private patch(fields: number): Patch {
    this.count += 1;
    const n = this.count;
    return {
      ...(fields & 1 && { firstName: `f${n}` }),
      ...(fields & 2 && { lastName: `l${n}` }),
      ...(fields & 4 && { avatarColor: colours[n % colours.length] }),
    } as Patch;
  }

  async performAll(acts: readonly Act[], on: number): Promise<void> {
    this.underWay += 1;
    for (const act of acts) await this.stage.work(null, () => this.perform(act, on));
    this.underWay -= 1;
  }

  /** `on`: the instance of the app that does it. */
  private async perform(act: Act, on: number): Promise<void> {
    const { stage, userId } = this;
    const work = (kill: number | null, verb: () => Promise<unknown>) =>
      stage.work(kill, () => onInstance(on, verb), on);
    switch (act.do) {
      case 'save': {
        const save: Save = { saveId: randomUUID(), patch: this.patch(act.fields) };
        const write = this.oracle.begin(save.patch, stage.tick());
        this.sent.push({ save, write });
        return this.send(save, write, act.kill, act.heard, on);
      }
      case 'again': {
        const old = this.sent[act.pick % (this.sent.length || 1)];
        return old && this.send({ ...old.save, attempt: 'retry-unanswered' }, old.write, null, true, on);
      }
      case 'push':
        return work(act.kill, () => pushToClerk(userId));
      case 'pull':
        return work(act.kill, () => pullFromClerk(userId));
      case 'read': {
        const began = stage.tick();
        return work(act.kill, async () => {
          const read = await getProfile(userId);
          if (read.ok) this.shown(read.value, began, 'a read');
        });
      }
      case 'edit': {
        const patch = this.patch(act.fields);
        const alone = await this.nothingWaits();
        const write = this.oracle.begin(patch, stage.tick());
        const { firstName: first_name, lastName: last_name, avatarColor } = patch;
        await stage.world.clerk.editUser(userId, {
          ...(first_name && { first_name }),
          ...(last_name && { last_name }),
          ...(avatarColor && { public_metadata: { avatarColor } }),
        });
        write.end = stage.tick();
        write.stands = alone; // a save that waited wins against it
        write.byEdit = true;
        return;
      }
      case 'webhook': {
        const waiting = stage.inbox.of(userId);
        const request = waiting[act.pick % (waiting.length || 1)];
        if (!request) return;
        if (!act.keep) stage.inbox.forget(userId, request);
        return work(act.kill, async () => {
          const { status } = await POST(request());
          if (status !== 204 && status !== 503) throw new Broken(`a webhook was answered ${status}`);
        });
      }
      case 'lose webhook': {
        const waiting = stage.inbox.of(userId);
        const request = waiting[act.pick % (waiting.length || 1)];
        if (request) stage.inbox.forget(userId, request);
        return;
      }
      case 'later':
        return stage.later(userId);
    }
  }

  /** True where nothing of this app's can overrule what Clerk is told now. */
  private async nothingWaits(): Promise<boolean> {
    const { stage, userId } = this;
    if (this.underWay > 1 || !stage.postgresUp || stage.world.clerk.lateWrites() > 0) return false;
    const row = await stage.world.db().profile.findUnique({ where: { userId } });
    return row !== null && row.pushDueAt === null && row.inFlightWrites === null && this.underWay === 1;
  }

  private async send(save: Save, write: Write, kill: number | null, heard: boolean, on: number): Promise<void> {
    const { stage } = this;
    const storm = stage.storms;
    const known = write.stands;
    const began = stage.tick();
    await stage.work(
      kill,
      async () => {
        const saved = await onInstance(on, () => saveProfile(this.userId, save));
        if (!saved.ok || !heard) return;
        const down = Object.keys(saved.value.refusedFields?.errors ?? {}) as FieldName[];
        if (down.length > 0) this.oracle.split(write, down);
        write.stands = true;
        write.direct ||= saved.value.source === 'clerk';
        if (saved.value.source !== 'clerk' && !save.attempt) this.committed.push(save);
        stage.tally.acknowledged += 1;
        // One that nobody heard of may be made only now. And one sent again counts as made now where the store that had
        // it is unreachable.
        if (!known || saved.value.source !== 'checked') write.end = stage.tick();
        this.shown(saved.value, began, 'the answer to a save');
      },
      on,
    );
    // Whoever did not hear knows nothing: with Postgres there it is over all the same, straight to Clerk it may come
    // late.
    if (write.end === Infinity && storm === stage.storms && stage.postgresUp) write.end = stage.tick();
  }

  /** A device was shown this: nothing older than what stood when it asked. */
  private shown({ values, source }: Profile, asked: number, where: string): void {
    // Clerk alone lacks what waits in Postgres, and the mirror alone what went past it; both say so.
    const trust = (write: Write) =>
      !write.byEdit && (source === 'checked' ? true : source === 'mirror' ? !write.direct : false);
    const why = this.oracle.whyNot(values, asked, trust);
    if (why) throw new Broken(`${where} (${source}): ${why}\n${this.story()}`, 'regressions');
  }

  /** What was written to this profile, by whom, and what Clerk heard of it, for whoever looks for the fault. */
  private story(): string {
    const { tick, world } = this.stage;
    const writes = this.oracle
      .all()
      .map(
        ({ patch, start, end, stands, direct, byEdit }) =>
          `${start}–${end} ${byEdit ? 'dashboard' : direct ? 'direct' : 'save'}${stands ? '' : ' unheard'} ${JSON.stringify(patch)}`,
      );
    const calls = world.clerk
      .requests()
      .filter(({ path }) => path.includes(this.userId))
      .map(
        ({ method, path, body, at, status }) =>
          `${at % 1e6} ${method} ${path.split('/').slice(4).join('/')} ${status} ${JSON.stringify(body)}`,
      );
    return [
      `now ${tick()}`,
      ...writes,
      ...calls,
      JSON.stringify(world.clerk.getUser(this.userId)?.private_metadata),
    ].join('\n');
  }

  /** All webhooks that were kept come once more, in any order; what a device is shown then is no older for it. */
  async hearEverything(): Promise<void> {
    for (let pick = this.stage.inbox.of(this.userId).length; pick > 0; pick -= 1)
      await this.perform({ do: 'webhook', pick: pick * 3, keep: true, kill: null }, pick % INSTANCES);
    for (let on = 0; on < INSTANCES; on += 1) await this.perform({ do: 'read', kill: null }, on);
  }

  /** Everything has settled: both stores agree, and hold what they may. */
  async check(): Promise<void> {
    const { stage, userId } = this;
    const user = stage.world.clerk.getUser(userId)!;
    const inClerk = fromClerk({
      firstName: user.first_name,
      lastName: user.last_name,
      publicMetadata: user.public_metadata,
    });
    const read = await getProfile(userId);
    if (!read.ok) throw new Broken(`the profile cannot be read: ${read.failure.message}`);
    const { values, pending, refused, source } = read.value;
    if (pending.length > 0 || source !== 'checked')
      throw new Broken(`it does not settle: ${JSON.stringify({ pending, source })}`);
    for (const [name, value] of Object.entries(inClerk)) {
      if (!(name in refused) && values[name as keyof Values] !== value)
        throw new Broken(`Clerk has ${name} ${JSON.stringify(value)}, the mirror ${JSON.stringify(values)}`);
    }
    // What Clerk refused stays as it was typed, and what Clerk holds instead stands behind it.
    const why =
      this.oracle.whyNot(values, stage.tick(), ({ byEdit }, name) => !(byEdit && name in refused)) ??
      this.oracle.whyNot(inClerk, stage.tick(), ({ byEdit }, name) => byEdit || !(name in refused));
    if (why) throw new Broken(`at the end: ${why}\n${this.story()}`, 'lost');
    const touched = this.oracle.touched();
    const written = stage.world.clerk
      .requests()
      .filter(({ method, path }) => method === 'PATCH' && path.includes(userId));
    for (const { body } of written) {
      const { first_name, last_name, public_metadata, private_metadata, ...rest } = body as Record<string, unknown>;
      const keys = [
        first_name !== undefined && 'firstName',
        last_name !== undefined && 'lastName',
        ...Object.keys((public_metadata as object | null) ?? {}),
      ].filter(Boolean) as string[];
      const strange = [
        ...keys.filter((key) => !touched.has(key)),
        ...Object.keys(rest),
        ...Object.keys((private_metadata as object | null) ?? {}).filter((key) => key !== 'perdure'),
      ];
      if (strange.length > 0) throw new Broken(`written without having been touched: ${strange.join()}`);
    }
    await this.checkHistory(values);
  }

  /** Every committed save is in history with what it changed, and all of history together makes the values of now. */
  private async checkHistory(values: Values): Promise<void> {
    const rows = await this.stage.world
      .db()
      .profileChange.findMany({ where: { userId: this.userId }, orderBy: { id: 'asc' } });
    const history = rows.map(({ saveId, changes }) => ({ saveId, to: newValues(changes) }));
    for (const { saveId, patch } of this.committed) {
      const entry = history.find((one) => one.saveId === saveId);
      // names are new each time; a colour may be the one that was there, and is then no change
      const { avatarColor, ...names } = patch;
      const isThere =
        isDeepStrictEqual(entry?.to, patch) || (avatarColor !== undefined && isDeepStrictEqual(entry?.to, names));
      if (!isThere) throw new Broken(`${JSON.stringify(patch)} is committed, and history has ${JSON.stringify(entry)}`);
    }
    const made = Object.assign({}, this.initial, ...history.map(({ to }) => to)) as Values;
    if (!isDeepStrictEqual(made, values))
      throw new Broken(
        `history makes ${JSON.stringify(made)}, the profile is ${JSON.stringify(values)}\n${JSON.stringify(history)}\n${this.story()}`,
      );
  }
}

/** What an entry of history made of each field; a value that was overruled made nothing. */
const newValues = (changes: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(changes as Record<string, Partial<{ to: string }>>).flatMap(([name, { to }]) =>
      to === undefined ? [] : [[name, to]],
    ),
  );

const onEach = async (work: () => Promise<unknown>): Promise<void> => {
  for (let on = 0; on < INSTANCES; on += 1) await onInstance(on, work);
};

/** Where schedules are played: a real Postgres, a local Clerk, and the verbs of the app. */
export class ModelRun {
  private clock = 0;
  postgresUp = true;
  /** how often Postgres went away */
  storms = 0;
  broken: Error | null = null;

  constructor(
    readonly world: World,
    readonly inbox: Inbox,
    readonly tally: Tally,
  ) {}

  tick = (): number => (this.clock += 1);

  /**
   * Does work that may be killed, or fail because Postgres is unreachable, once it was; whatever else it throws is kept
   * as broken. What kills it kills the instance `on` which it is done.
   */
  async work(kill: number | null, work: () => Promise<unknown>, on: number | null = null): Promise<void> {
    try {
      await livingFor(kill, work);
    } catch (error) {
      if (error instanceof Killed) {
        this.tally.kills += 1;
        if (on !== null) restartInstance(on);
      } else if (this.storms === 0 || !(isPostgresUnreachable(error) || isPostgresBusy(error)))
        this.broken ??= error as Error;
    }
  }

  /** Time passes for one user: what waits is due, and leases run out. */
  async later(userId: string): Promise<void> {
    if (!this.postgresUp) return;
    const { db } = this.world;
    await this.work(
      null,
      () =>
        db()
          .$executeRaw`UPDATE "Profile" SET "pushDueAt" = clock_timestamp() - interval '1 second', "lastPushEndedAt" = "lastPushEndedAt" - interval '20 seconds' WHERE "userId" = ${userId} AND "pushDueAt" IS NOT NULL`,
    );
  }

  async play(rounds: readonly Round[], users: number): Promise<void> {
    await this.calm();
    restartInstances();
    await onEach(() => inTransaction((tx) => tx.now())); // as the push loop does when it starts
    const people = await Promise.all(
      Array.from({ length: users }, async () => {
        const userId = await this.world.newUser({ firstName: 'Ann', lastName: 'Lee' });
        let read = await getProfile(userId);
        // a reader's deadline can pass where the machine stalls, and a page asks again
        while (!read.ok) read = await getProfile(userId);
        return new Person(this, userId, read.value.values);
      }),
    );
    let underWay: Promise<void>[] = [];
    for (const { weather, acts, on, join } of rounds) {
      if (weather) await this.turn(weather);
      underWay.push(...acts.map((own, user) => people[user]!.performAll(own, on[user]!)));
      if (join) await Promise.all(underWay.splice(0));
      else await setImmediate();
    }
    await this.settle(people, underWay);
    underWay = [];
    this.tally.schedules += people.filter((_, user) => rounds.some(({ acts }) => acts[user]!.length > 0)).length;
    if (this.broken) throw this.broken;
    await Promise.all(people.map((person) => person.check()));
  }

  private async turn(weather: NonNullable<Round['weather']>): Promise<void> {
    this.tally.faults += 1;
    if (weather.do === 'clerk') return this.world.clerk.faults.set(weather.faults);
    if (weather.up) return this.fair();
    if (!this.postgresUp) return;
    this.postgresUp = false;
    this.storms += 1;
    await this.world.postgres.cut();
    await onEach(async () => recordOutage()); // as each instance's listening connection does
  }

  /** Postgres is there again, and every broken connection is out of the pool. */
  private async fair(): Promise<void> {
    await this.world.restorePostgres();
    if (!this.postgresUp) await onEach(async () => recordOutage());
    this.postgresUp = true;
  }

  /** All faults are over, and what they held back has come. */
  private async calm(underWay: Promise<void>[] = []): Promise<void> {
    this.world.clerk.faults.reset();
    await this.fair();
    await Promise.all(underWay);
    while (this.world.clerk.lateWrites() > 0) await setImmediate();
    await onEach(async () => resetSingletons('circuit'));
  }

  private async settle(people: Person[], underWay: Promise<void>[]): Promise<void> {
    await this.calm(underWay);
    await onEach(resyncStale);
    await Promise.all(people.map((person) => person.hearEverything()));
    const { db } = this.world;
    const settleOne = async ({ userId }: Person) => {
      for (let round = 0; round < 6; round += 1) {
        await this.later(userId);
        await pushToClerk(userId);
        await pullFromClerk(userId); // the audit
        const row = await db().profile.findUnique({ where: { userId } });
        if (row?.pushDueAt === null && row.invalidatedAt === null) break;
      }
    };
    await Promise.all(people.map(settleOne));
  }
}
