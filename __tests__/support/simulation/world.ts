import { fromClerk, toSnapshot } from '@/lib/profile/core/clerk-shape';
import type { HowRead } from '@/lib/profile/core/remote-snapshot';
import { baseOf, newMirror, pendingFields, valuesOf, type Mirror } from '@/lib/profile/core/mirror';
import { mirrorColumns, readMirror } from '@/lib/profile/core/mirror-row';
import { LEASE_MS } from '@/lib/profile/core/schedule';
import type { SentCall } from '@/lib/profile/core/plan-calls';
import { fieldNames, type FieldName, type Patch } from '@/lib/profile/model/values';
import type { ClerkUser } from '@/lib/clerk/users';
import { SimulatedClerk } from './clerk';
import type { Core } from './core';

/** A rule that was broken, in words. */
export class Violation extends Error {}

/** Work under way: each `yield` is an await, at which everything else may happen, or the process may die. */
export type Work = Generator<string, void>;
type Answer = SentCall['answer'];

/** One user in a mirror and in Clerk. Transactions are steps; between them, anything can happen. */
export class SimulatedWorld {
  now = 1_700_000_000_000;
  readonly clerk = new SimulatedClerk(() => this.now);
  mirror: Mirror;
  acknowledged = 0;
  /** when each value was made, or made again: the sequence number of its latest edit */
  private readonly made = new Map<string, number>();
  /**
   * values that may come to be at any time: of saves past the mirror that were not acknowledged, and of edits between
   * the calls of one
   */
  private readonly loose = new Set<string>();
  private readonly lastSaved: Partial<Record<FieldName, string>> = {};
  private readonly saved = new Set<string>();
  /**
   * when each value that went past the mirror was saved: the mirror knows of it from there on that it counts it among
   * the last saves
   */
  private readonly pastAt = new Map<string, number>();
  private sequence = 0;
  /** how many saves past the mirror are under way */
  private betweenCalls = 0;
  private tokens = 0;
  /** how probable it is that a process which saved past the mirror can tell so */
  private readonly tells: number;
  private readonly leases = new Map<object, number>();

  constructor(
    private readonly core: Core,
    private readonly random: () => number,
  ) {
    this.tells = random() < 0.5 ? 0 : 0.5;
    this.clerk.apply({ patch: {} });
    this.clerk.webhooks.length = 0;
    this.mirror = newMirror(fromClerk(this.clerk.current()), this.clerk.current().updatedAt, this.now);
  }

  /** A save that Postgres commits: acknowledged from here on. */
  save(patch: Patch): void {
    this.note(patch, this.next());
    for (const value of Object.values(patch)) this.saved.add(value);
    this.commit(this.core.applySave(this.mirror, { patch }, this.now).mirror);
    this.acknowledge(patch);
  }

  /**
   * A save through a process that cannot reach Postgres, as `saveInClerk` makes it. It may land any time later where it
   * is not acknowledged.
   */
  *saveDirectly(patch: Patch): Work {
    for (const value of Object.values(patch)) {
      this.saved.add(value);
      this.loose.add(value);
    }
    if (!this.clerk.read().ok) return;
    yield 'read';
    this.betweenCalls += 1;
    try {
      yield* this.writeDirectly(patch);
    } finally {
      this.betweenCalls -= 1;
    }
  }

  private *writeDirectly(patch: Patch): Work {
    const { avatarColor, ...names } = patch;
    for (let round = 0; round < 3; round += 1) {
      if (Object.keys(names).length > 0) {
        const answer = this.clerk.write({ patch: names });
        const { lastName: _, ...others } = patch;
        if (!answer.ok && answer.failure.kind === 'refused' && Object.keys(others).length > 0)
          return yield* this.writeDirectly(others);
        if (!answer.ok) return;
        yield 'named';
      }
      const at = this.now + 1;
      const made = this.next();
      this.now += 2; // as the app does: no save before this one looks newer, and none after it older
      yield 'timed';
      const answer = this.clerk.write({
        patch: avatarColor ? { avatarColor } : {},
        saves: { [`save ${made}`]: { at, patch } },
      });
      if (!answer.ok) return;
      yield 'stamped';
      const there = fromClerk(answer.value);
      if ((Object.keys(patch) as FieldName[]).some((name) => there[name] !== patch[name])) continue;
      this.note(patch, made);
      for (const value of Object.values(patch)) {
        this.loose.delete(value);
        this.pastAt.set(value, at);
      }
      this.acknowledge(patch);
      // else Postgres is still away from here
      if (this.random() < this.tells) this.commit({ ...this.mirror, invalidatedAt: this.now });
      return;
    }
  }

  /**
   * An edit in Clerk's dashboard. Between the calls of a save past the mirror, nobody can tell whether it came before.
   * One made `alone`, while nothing is under way and no save waits, must stand as a save does, but for what Clerk
   * refused: that stays as it was typed.
   */
  edit(patch: Patch, alone: boolean): void {
    if (this.betweenCalls > 0) for (const value of Object.values(patch)) this.loose.add(value);
    this.note(patch, this.next());
    const { fields, fencingToken, inFlightWrites } = this.mirror;
    const nothingWaits =
      fencingToken === null &&
      inFlightWrites.length === 0 &&
      Object.values(fields).every(({ state }) => state !== 'pending') &&
      this.clerk.lateWrites.length === 0;
    if (alone && nothingWaits)
      for (const [name, value] of Object.entries(patch) as [FieldName, string][])
        if (fields[name].state !== 'refused') this.lastSaved[name] = value;
    if (this.random() < 0.5) this.now += 1; // else it may be of the very millisecond of another write
    this.clerk.apply({ patch });
  }

  *push(): Work {
    const self = {};
    if (!this.core.isDue(this.mirror, this.now)) return;
    let unread: Answer | null = null;
    if (this.core.needsReadFirst(this.mirror) || this.mirror.invalidatedAt !== null) {
      unread = yield* this.look();
      yield 'looked';
    }
    if (!this.core.isDue(this.mirror, this.now)) return;
    const base = baseOf(this.mirror);
    const leased = this.core.leasePush(this.mirror, `token ${++this.tokens}`, this.now);
    this.commit(leased.mirror);
    const { lease } = leased;
    if (!lease) return;
    for (const since of this.leases.values())
      if (this.now < since + LEASE_MS) throw new Violation('two pushes of one user overlap');
    const leasedAt = this.now;
    this.leases.set(self, leasedAt);
    this.now += 1; // Clerk hears of it later than the lease was made
    yield 'leased';
    const calls: SentCall[] = [];
    const next = () => this.core.nextCall(lease.write.patch, calls, this.now - leasedAt);
    for (let patch = next(); patch; patch = next()) {
      if (this.now >= leasedAt + LEASE_MS) throw new Violation('a call was made after its lease had run out');
      for (const name of Object.keys(patch) as FieldName[])
        if (patch[name] === base[name] && !this.saved.has(patch[name].toLowerCase()))
          throw new Violation(`a field nobody touched was written: ${name}`);
      const answer = unread ?? this.clerk.write({ patch });
      calls.push({ patch, answer });
      yield 'sent';
    }
    const settled = this.core.settlePush(this.mirror, calls, lease, this.now, this.random());
    this.leases.delete(self);
    if (settled && this.mirror.fencingToken !== lease.fencingToken)
      throw new Violation('a push was completed by somebody who had lost its lease');
    if (settled) this.commit(settled.mirror);
  }

  *pull(): Work {
    yield* this.look();
  }

  /** Gives the answer where Clerk could not be read. */
  private *look(): Generator<string, Answer | null> {
    let sameMsAfter: number | null = null;
    for (let round = 0; round < 3; round++) {
      yield 'before reading';
      const readStartedAt = this.now;
      const answer = this.clerk.read();
      if (!answer.ok) return answer;
      yield 'read';
      if (!this.mergeIn(answer.value, { sameMsAfter, readStartedAt }) || sameMsAfter === answer.value.updatedAt)
        return null;
      sameMsAfter = answer.value.updatedAt;
      this.now += 2; // as the app does: Clerk's clock has left that millisecond
    }
    return null;
  }

  *deliver(user: ClerkUser): Work {
    if (!this.mergeIn(user, { sameMsAfter: null, readStartedAt: null })) return;
    yield 'committed';
    yield* this.pull();
  }

  /** Fails where a lease's holder died: nothing is left that would end it, but time. */
  forget(): void {
    this.leases.clear();
  }

  /** Checks what must hold when faults and edits have stopped and everything has had time. */
  checkSettled(): void {
    const [values, base] = [valuesOf(this.mirror), baseOf(this.mirror)];
    const inClerk = fromClerk(this.clerk.current());
    this.checkNothingPending();
    for (const name of fieldNames) {
      const isRefused = this.mirror.fields[name].state === 'refused';
      if (isRefused && name !== 'lastName') throw new Violation(`${name} counts as refused, which Clerk takes`);
      if (isRefused) continue;
      if (values[name] !== inClerk[name])
        throw new Violation(`${name} is ${values[name]} in the mirror and ${inClerk[name]} in Clerk`);
      if (base[name] !== inClerk[name])
        throw new Violation(`${name} counts as confirmed with ${base[name]}, Clerk has ${inClerk[name]}`);
    }
    for (const [name, value] of Object.entries(this.lastSaved) as [FieldName, string][])
      if (this.order(values[name]) < this.order(value))
        throw new Violation(`lost: ${name} was saved as ${value} and is ${values[name]}`);
    if (this.clerk.current().publicMetadata.plan !== 'pro')
      throw new Violation('metadata that is not ours was touched');
  }

  /** True where nothing is left to be done by itself: only time or somebody's edit can still change anything. */
  isQuiet = (): boolean =>
    this.mirror.pushDueAt === null && this.mirror.invalidatedAt === null && this.clerk.webhooks.length === 0;

  checkNothingPending(): void {
    const pending = pendingFields(this.mirror);
    if (pending.length > 0) throw new Violation(`still pending: ${pending.join(', ')}`);
  }

  private next(): number {
    return (this.sequence += 1);
  }

  private note(patch: Patch, order: number): void {
    for (const value of Object.values(patch)) this.made.set(value, Math.max(order, this.made.get(value) ?? 0));
  }

  private acknowledge(patch: Patch): void {
    for (const [name, value] of Object.entries(patch) as [FieldName, string][])
      if (!(this.order(value) < this.order(this.lastSaved[name] ?? ''))) this.lastSaved[name] = value;
    this.acknowledged += 1;
  }

  /** NaN where it may be of any time, and so is older than nothing. */
  private order(value: string): number {
    const own = value.toLowerCase(); // Clerk may have made capitals of it
    return this.loose.has(own) ? NaN : (this.made.get(own) ?? 0);
  }

  private mergeIn(user: ClerkUser, how: HowRead): boolean {
    const merged = this.core.merge(this.mirror, toSnapshot(user, how), this.now);
    if (merged.kind === 'ambiguous') this.commit({ ...this.mirror, invalidatedAt: this.now });
    if (merged.kind === 'merged') this.commit(merged.mirror);
    return merged.kind === 'ambiguous';
  }

  /**
   * One transaction: nothing a person sees may go back to an older edit. A save past the mirror is none that it has
   * before it knows of it, whatever it shows.
   */
  private commit(next: Mirror): void {
    const before = valuesOf(this.mirror);
    const after = valuesOf(next);
    const knows = (name: FieldName) => (this.pastAt.get(before[name]) ?? 0) <= this.mirror.fields[name].writtenAt;
    for (const name of fieldNames)
      if (knows(name) && this.order(after[name]) < this.order(before[name]))
        throw new Violation(`went back: ${name} from ${before[name]} to the older ${after[name]}`);
    this.mirror = readMirror(mirrorColumns(next)); // as it comes back from Postgres
  }
}
