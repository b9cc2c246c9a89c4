import './points'; // before anything that loads Clerk's SDK
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { POST } from '@/app/api/webhooks/clerk/route';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { resetSingletons } from '@/lib/singleton';
import { recordOutage } from '@/lib/db/outage';
import { isPostgresUnreachable, isPostgresBusy } from '@/lib/db/errors';
import { earliestNow } from '@/lib/db/clock';
import { readProfile } from '@/lib/db/queries/read-profile';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { resyncStale } from '@/lib/profile/background/resync-stale';
import { fromClerk, toClerk } from '@/lib/profile/core/clerk-shape';
import { palette } from '@/lib/profile/model/colors/palette';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { FieldName, Patch, Values } from '@/lib/profile/model/values';
import { nameOf } from '@/lib/texts/text';
import { clerkShapeOf } from '../builders';
import type { World } from '../world';
import type { Act, Round } from './commands';
import type { Inbox } from './inbox';
import { INSTANCES, onInstance, restartInstance, restartInstances } from './instances';
import { Oracle, type Write } from './oracle';
import { Killed, livingFor } from './points';

/** What happened in all schedules together. */
export interface Tally {
  schedules: number;
  faults: number;
  kills: number;
  acknowledged: number;
  /** acknowledged saves that were missing at the end */
  lost: number;
  /** older values that a device was shown after a newer one was acknowledged */
  regressions: number;
}

/** A rule that was broken: an acknowledged save was lost, a device was shown an older value, or something else. */
export class Broken extends Error {
  constructor(
    message: string,
    readonly kind: 'lost' | 'regressions' | 'other' = 'other',
  ) {
    super(message);
  }
}

const colours = Object.keys(palette);

/** One user with all that was done to their profile, and an oracle that judges it. */
class Person {
  readonly oracle: Oracle;
  private readonly sent: { save: Save; write: Write }[] = [];
  /** the saves that Postgres acknowledged at the first attempt */
  private readonly committed: Save[] = [];
  private count = 0;
  private running = 0;

  constructor(
    private readonly model: ModelRun,
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
    };
  }

  async performAll(acts: readonly Act[], on: number): Promise<void> {
    this.running += 1;
    for (const act of acts) await this.model.work(null, () => this.perform(act, on));
    this.running -= 1;
  }

  /** Performs one act, on the instance `on` of the app. */
  private async perform(act: Act, on: number): Promise<void> {
    const { model, userId } = this;
    const work = (kill: number | null, verb: () => Promise<unknown>) =>
      model.work(kill, () => onInstance(on, verb), { on, userId });
    switch (act.do) {
      case 'save': {
        const save: Save = { saveId: randomUUID(), patch: this.patch(act.fields) };
        const write = this.oracle.begin(save.patch, model.tick());
        this.sent.push({ save, write });
        return this.send(save, write, act, on);
      }
      case 'retry': {
        const old = this.sent[act.pick % (this.sent.length || 1)];
        return (
          old &&
          this.send(
            { ...old.save, attempt: 'retry-unanswered' },
            old.write,
            { kill: null, isAnswered: true, push: false },
            on,
          )
        );
      }
      case 'reconcile':
        return work(act.kill, () => reconcile(userId));
      case 'audit':
        return work(act.kill, () => reconcile(userId, { readAfter: earliestNow() }));
      case 'read': {
        const began = model.tick();
        return work(act.kill, async () => {
          const read = await getProfile(userId);
          if (read.ok) this.shown(read.value, began, 'a read');
        });
      }
      case 'edit': {
        const patch = this.patch(act.fields);
        const isAlone = await this.isNothingPending();
        const write = this.oracle.begin(patch, model.tick());
        const { attributes, metadata } = toClerk(patch);
        await model.world.clerk.editUser(userId, {
          ...(attributes.firstName && { first_name: attributes.firstName }),
          ...(attributes.lastName && { last_name: attributes.lastName }),
          ...(metadata.publicMetadata && { public_metadata: metadata.publicMetadata }),
        });
        write.end = model.tick();
        write.isAcknowledged = isAlone; // else a pending save may win against it
        write.byEdit = true;
        return;
      }
      case 'webhook': {
        const waiting = model.inbox.of(userId);
        const request = waiting[act.pick % (waiting.length || 1)];
        if (!request) return;
        if (!act.keep) model.inbox.remove(userId, request);
        return work(act.kill, async () => {
          const { status } = await POST(request());
          if (status !== 204 && status !== 503) throw new Broken(`a webhook was answered ${status}`);
        });
      }
      case 'lose webhook': {
        const waiting = model.inbox.of(userId);
        const request = waiting[act.pick % (waiting.length || 1)];
        if (request) model.inbox.remove(userId, request);
        return;
      }
      case 'later':
        return model.later(userId);
    }
  }

  /** Returns true if no save is pending or running that could win against an edit in Clerk now. */
  private async isNothingPending(): Promise<boolean> {
    const { model, userId } = this;
    if (this.running > 1 || !model.postgresUp || model.world.clerk.lateWrites() > 0) return false;
    const row = await model.world.db().profile.findUnique({ where: { userId } });
    return row !== null && row.dueAt === null && row.inFlightWrites === null && this.running === 1;
  }

  private async send(
    save: Save,
    write: Write,
    { kill, isAnswered, push }: Omit<Extract<Act, { do: 'save' }>, 'do' | 'fields'>,
    on: number,
  ): Promise<void> {
    const { model } = this;
    const outagesBefore = model.outages;
    const wasAcknowledged = write.isAcknowledged;
    const began = model.tick();
    await model.work(
      kill,
      async () => {
        const pushes: (() => Promise<unknown>)[] = [];
        const how = push ? { afterAnswer: (one: () => Promise<unknown>) => void pushes.push(one) } : {};
        const saved = await onInstance(on, () => saveProfile(this.userId, save, how));
        if (saved.ok && isAnswered) this.acknowledge(save, write, saved.value, wasAcknowledged, began);
        for (const one of pushes) await onInstance(on, one);
      },
      { on, userId: this.userId },
    );
    // Without an answer: a save in Postgres is over all the same, a direct one may still land.
    if (write.end === Infinity && outagesBefore === model.outages && model.postgresUp) write.end = model.tick();
  }

  private acknowledge(save: Save, write: Write, saved: Saved, wasAcknowledged: boolean, began: number): void {
    const refused = Object.keys(saved.refusedFields?.errors ?? {}) as FieldName[];
    if (refused.length > 0) this.oracle.split(write, refused);
    write.isAcknowledged = true;
    write.direct ||= saved.source === 'clerk';
    if (saved.source !== 'clerk' && !save.attempt) this.committed.push(save);
    this.model.tally.acknowledged += 1;
    // An unacknowledged save may be committed only now. And a retry counts as a new write if the store that has the
    // first one is unreachable.
    if (!wasAcknowledged || saved.source !== 'checked') write.end = this.model.tick();
    this.shown(saved, began, 'the answer to a save');
  }

  /** Throws if a device was shown a value older than one that was acknowledged when it `asked`. */
  private shown({ values, source }: Profile, asked: number, where: string): void {
    // Clerk alone lacks pending saves, and a stale mirror lacks direct ones; `source` says so.
    const mustShow = (write: Write) =>
      !write.byEdit && (source === 'checked' ? true : source === 'mirror' ? !write.direct : false);
    const why = this.oracle.whyNot(values, asked, mustShow);
    if (why) throw new Broken(`${where} (${source}): ${why}\n${this.story()}`, 'regressions');
  }

  /** Returns all writes to this profile and all calls to Clerk, as text, to find the fault by. */
  private story(): string {
    const { tick, world } = this.model;
    const writes = this.oracle
      .all()
      .map(({ patch, start, end, isAcknowledged, direct, byEdit }) =>
        [
          `${start}–${end} ${byEdit ? 'dashboard' : direct ? 'direct' : 'save'}`,
          ...(isAcknowledged ? [] : ['unacknowledged']),
          JSON.stringify(patch),
        ].join(' '),
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

  /** Delivers every held webhook once more, in another order, and reads on every instance: nothing may go back. */
  async redeliverAll(): Promise<void> {
    for (let pick = this.model.inbox.of(this.userId).length; pick > 0; pick -= 1)
      await this.perform({ do: 'webhook', pick: pick * 3, keep: true, kill: null }, pick % INSTANCES);
    for (let on = 0; on < INSTANCES; on += 1) await this.perform({ do: 'read', kill: null }, on);
  }

  /** Throws unless everything has settled: both stores agree, and hold what the oracle allows. */
  async check(): Promise<void> {
    const { model, userId } = this;
    const user = model.world.clerk.getUser(userId)!;
    const inClerk = fromClerk(clerkShapeOf(user));
    const read = await getProfile(userId);
    if (!read.ok) throw new Broken(`the profile cannot be read: ${nameOf(read.failure.message)}`);
    const { values, pending, refused, source } = read.value;
    if (pending.length > 0 || source !== 'checked')
      throw new Broken(`it does not settle: ${JSON.stringify({ pending, source })}`);
    for (const [name, value] of Object.entries(inClerk)) {
      if (!(name in refused) && values[name as keyof Values] !== value)
        throw new Broken(`Clerk has ${name} ${JSON.stringify(value)}, the mirror ${JSON.stringify(values)}`);
    }
    // A refused field keeps what was typed, and Clerk holds another value: each is judged by its own writes.
    const why =
      this.oracle.whyNot(values, model.tick(), ({ byEdit }, name) => !(byEdit && name in refused)) ??
      this.oracle.whyNot(inClerk, model.tick(), ({ byEdit }, name) => byEdit || !(name in refused));
    if (why) throw new Broken(`at the end: ${why}\n${this.story()}`, 'lost');
    const writtenFields = this.oracle.writtenFields();
    const written = model.world.clerk
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
        ...keys.filter((key) => !writtenFields.has(key)),
        ...Object.keys(rest),
        ...Object.keys((private_metadata as object | null) ?? {}).filter((key) => key !== 'perdure'),
      ];
      if (strange.length > 0) throw new Broken(`a field that nobody touched was written: ${strange.join()}`);
    }
    await this.checkHistory(values);
  }

  /** Throws unless every committed save is in history, and history as a whole leads to the present values. */
  private async checkHistory(values: Values): Promise<void> {
    const rows = await this.model.world
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
        [
          `history makes ${JSON.stringify(made)}, the profile is ${JSON.stringify(values)}`,
          JSON.stringify(history),
          this.story(),
        ].join('\n'),
      );
  }
}

/** Returns the values that an entry of history led to: none for a value that was overwritten or refused. */
const newValues = (changes: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(changes as Record<string, Partial<{ to: string }>>).flatMap(([name, { to }]) =>
      to === undefined ? [] : [[name, to]],
    ),
  );

/** Does work on every instance, one after the other. */
const onEach = async (work: () => Promise<unknown>): Promise<void> => {
  for (let on = 0; on < INSTANCES; on += 1) await onInstance(on, work);
};

/** Plays schedules on the app's own verbs, a real Postgres and a local Clerk. */
export class ModelRun {
  private clock = 0;
  postgresUp = true;
  /** how often Postgres was cut off */
  outages = 0;
  broken: Error | null = null;

  constructor(
    readonly world: World,
    readonly inbox: Inbox,
    readonly tally: Tally,
  ) {}

  /** Returns the number of the next event, which is the time that the oracle counts by. */
  tick = (): number => (this.clock += 1);

  /**
   * Does work that may be killed. If it was, the instance `on` is restarted, and mostly the user's lease has run out by
   * then: else the next acts wait for the dead. After an outage it may also fail because Postgres is unreachable or
   * busy. Any other error is kept in `broken`.
   */
  async work(
    kill: number | null,
    work: () => Promise<unknown>,
    whose: { on: number; userId: string } | null = null,
  ): Promise<void> {
    try {
      await livingFor(kill, work);
    } catch (error) {
      if (error instanceof Killed) {
        this.tally.kills += 1;
        if (whose) restartInstance(whose.on);
        if (whose && kill !== null && kill % 4 !== 0) await this.later(whose.userId);
      } else if (this.outages === 0 || !(isPostgresUnreachable(error) || isPostgresBusy(error)))
        this.broken ??= error as Error;
    }
  }

  /** Lets time pass for one user: what waits is due, and leases run out, also those whose holder is still at work. */
  async later(userId: string): Promise<void> {
    if (!this.postgresUp) return;
    const { db } = this.world;
    await this.work(
      null,
      () =>
        db().$executeRaw`
          UPDATE "Profile" SET "dueAt" = clock_timestamp() - interval '1 second',
            "nextPushAt" = least("nextPushAt", clock_timestamp() - interval '1 second'),
            "readDueAt" = least("readDueAt", clock_timestamp() - interval '1 second')
          WHERE "userId" = ${userId} AND "dueAt" IS NOT NULL`,
    );
  }

  /**
   * Plays rounds for so many new users, lets everything settle, and checks all rules.
   * @throws `Broken`, or the first unexpected error
   */
  async play(rounds: readonly Round[], users: number): Promise<void> {
    await this.endFaults();
    restartInstances();
    await onEach(() => readProfile('nobody')); // reads the clock, as the loop does when it starts
    const people = await Promise.all(
      Array.from({ length: users }, async () => {
        const userId = await this.world.newUser({ firstName: 'Ann', lastName: 'Lee' });
        let read = await getProfile(userId);
        // a reader's deadline can pass while the machine stalls; a page would read again, too
        while (!read.ok) read = await getProfile(userId);
        return new Person(this, userId, read.value.values);
      }),
    );
    let running: Promise<void>[] = [];
    for (const { weather, acts, on, join } of rounds) {
      if (weather) await this.change(weather);
      running.push(...acts.map((own, user) => people[user]!.performAll(own, on[user]!)));
      if (join) await Promise.all(running.splice(0));
      else await setImmediate();
    }
    await this.settle(people, running);
    running = [];
    this.tally.schedules += people.filter((_, user) => rounds.some(({ acts }) => acts[user]!.length > 0)).length;
    if (this.broken) throw this.broken;
    await Promise.all(people.map((person) => person.check()));
  }

  /** Brings in a fault, or ends one. */
  private async change(weather: NonNullable<Round['weather']>): Promise<void> {
    this.tally.faults += 1;
    if (weather.do === 'clerk') return this.world.clerk.faults.set(weather.faults);
    if (weather.up) return this.restorePostgres();
    if (!this.postgresUp) return;
    this.postgresUp = false;
    this.outages += 1;
    await this.world.postgres.cut();
    await onEach(async () => recordOutage()); // as each instance's listening connection does
  }

  /** Ends an outage of Postgres: every broken connection is out of the pool then. */
  private async restorePostgres(): Promise<void> {
    await this.world.restorePostgres();
    if (!this.postgresUp) await onEach(async () => recordOutage());
    this.postgresUp = true;
  }

  /** Ends all faults, and waits for running work and late writes. */
  private async endFaults(running: Promise<void>[] = []): Promise<void> {
    this.world.clerk.faults.reset();
    await this.restorePostgres();
    await Promise.all(running);
    while (this.world.clerk.lateWrites() > 0) await setImmediate();
    await onEach(async () => resetSingletons('circuit'));
  }

  private async settle(people: Person[], running: Promise<void>[]): Promise<void> {
    await this.endFaults(running);
    await onEach(resyncStale);
    await Promise.all(people.map((person) => person.redeliverAll()));
    const { db } = this.world;
    const settleOne = async ({ userId }: Person) => {
      for (let round = 0; round < 6; round += 1) {
        await this.later(userId);
        await reconcile(userId);
        await reconcile(userId, { readAfter: earliestNow() }); // the audit
        const row = await db().profile.findUnique({ where: { userId } });
        if (row?.dueAt === null && row.readDueAt === null) break;
      }
    };
    await Promise.all(people.map(settleOne));
  }
}
