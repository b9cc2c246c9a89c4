import { fromClerk, toSnapshot } from '@/lib/profile/core/clerk-shape';
import type { Begun, Lease } from '@/lib/profile/core/lease';
import { baseOf, newMirror, pendingFields, valuesOf, type InFlightWrite, type Mirror } from '@/lib/profile/core/mirror';
import { CALL_WITHIN_MS, isReadDue, LEASE_MS } from '@/lib/profile/core/schedule';
import type { SentCall } from '@/lib/profile/core/plan-calls';
import { asText, type Value } from '@/lib/profile/model/value';
import { fieldNames, type FieldName, type Patch } from '@/lib/profile/model/values';
import { SimulatedClerk } from './clerk';
import type { Core } from './core';

/** A rule that was broken, in words. */
export class Violation extends Error {}

/** Work that is running. Each `yield` is an await: anything else may happen there, or the process may die. */
export type Work = Generator<string, void>;

/** One user in a mirror and in Clerk. A transaction is one step; between two steps anything can happen. */
export class SimulatedWorld {
  now = 1_700_000_000_000;
  readonly clerk = new SimulatedClerk(() => this.now);
  mirror: Mirror;
  acknowledged = 0;
  /** the sequence number of each value's latest edit */
  private readonly orders = new Map<Value, number>();
  /**
   * values that may take effect at any time: those of direct saves that were not acknowledged, and of dashboard edits
   * between the two calls of one
   */
  private readonly unordered = new Set<Value>();
  private readonly lastSaved: Patch = {};
  /** every value that a device has saved */
  private readonly everSaved = new Set<Value>();
  /** when each value of a direct save was saved: the mirror knows of it once its `writtenAt` is as late */
  private readonly directlySavedAt = new Map<Value, number>();
  private sequence = 0;
  /** how many direct saves are running */
  private runningDirectSaves = 0;
  private tokens = 0;
  /** how probable it is that a process can mark the row as stale after its direct save */
  private readonly markProbability: number;
  /** how probable it is that a holder stops between looking at its lease and making its call */
  private readonly stallProbability: number;
  /** the latest change that the row was told of: when, and Clerk's `updated_at` of it if that was told too */
  private reported: { at: number; updatedAt: number } | null = null;
  /** when the lease of each token that was not released ends */
  private readonly leases = new Map<string, number>();

  constructor(
    private readonly core: Core,
    private readonly random: () => number,
  ) {
    this.markProbability = random() < 0.5 ? 0 : 0.5;
    this.stallProbability = random() < 0.8 ? 0 : 0.3;
    this.clerk.apply({ patch: {} });
    this.clerk.webhooks.length = 0;
    this.mirror = newMirror(fromClerk(this.clerk.current()), this.clerk.current().updatedAt, this.now);
  }

  /** Commits a save in Postgres, which acknowledges it, and pushes it under the lease that the save took. */
  *save(patch: Patch, mayPush: boolean): Work {
    this.recordEdit(patch, this.next());
    for (const value of Object.values(patch)) this.everSaved.add(value);
    const { mirror } = this.core.applySave(this.mirror, { patch }, this.now);
    const begun = mayPush ? this.core.takeLease(mirror, this.newToken(), this.now, false) : 'idle';
    if (typeof begun === 'string' || begun.next === 'read') {
      this.commit(mirror);
      return this.acknowledge(patch);
    }
    const write = this.commitLease(begun);
    this.acknowledge(patch);
    if (write) yield* this.push(begun.lease, write);
  }

  /**
   * Saves through a process that cannot reach Postgres, as the app's `saveDirectly`. Unless acknowledged, it may land
   * late.
   */
  *saveDirectly(patch: Patch): Work {
    for (const value of Object.values(patch)) {
      this.everSaved.add(value);
      this.unordered.add(value);
    }
    if (!this.clerk.read().ok) return;
    yield 'read';
    this.runningDirectSaves += 1;
    try {
      yield* this.writeDirectly(patch);
    } finally {
      this.runningDirectSaves -= 1;
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
        yield 'names written';
      }
      const at = this.now + 1;
      const order = this.next();
      this.now += 2; // as the app's commit wait: earlier saves have earlier times, later ones later times
      yield 'entry dated';
      const answer = this.clerk.write({
        patch: avatarColor ? { avatarColor } : {},
        saves: { [`save ${order}`]: { at, patch } },
      });
      if (!answer.ok) return;
      yield 'entry written';
      const inClerk = fromClerk(answer.value);
      if ((Object.keys(patch) as FieldName[]).some((name) => inClerk[name] !== patch[name])) continue;
      this.recordEdit(patch, order);
      for (const value of Object.values(patch)) {
        this.unordered.delete(value);
        this.directlySavedAt.set(value, at);
      }
      this.acknowledge(patch);
      // else Postgres is still unreachable for this process
      if (this.random() < this.markProbability) this.report();
      return;
    }
  }

  /**
   * Edits the user in Clerk's dashboard. `isAlone`: nothing else is running. If no save is pending either, the edit
   * must last as a save does, except for refused fields, which keep what was typed. Between the two calls of a direct
   * save, its order is unknown.
   */
  edit(patch: Patch, isAlone: boolean): void {
    if (this.runningDirectSaves > 0) for (const value of Object.values(patch)) this.unordered.add(value);
    this.recordEdit(patch, this.next());
    const { fields, fencingToken, inFlightWrites } = this.mirror;
    const isNothingPending =
      fencingToken === null &&
      inFlightWrites.length === 0 &&
      Object.values(fields).every(({ state }) => state !== 'pending') &&
      this.clerk.lateWrites.length === 0;
    if (isAlone && isNothingPending)
      for (const [name, value] of Object.entries(patch) as [FieldName, Value][])
        if (fields[name].state !== 'refused') this.lastSaved[name] = value;
    if (this.random() < 0.5) this.now += 1; // else it may fall into the millisecond of another write
    this.clerk.apply({ patch });
  }

  /** Does what is due under a lease, as the app's `reconcile`. `mustRead`: reads Clerk even if nothing is due. */
  *reconcile(mustRead = false): Work {
    const begun = this.core.takeLease(this.mirror, this.newToken(), this.now, mustRead);
    if (begun === 'leased' && mustRead) this.report();
    if (typeof begun === 'string') return;
    const { lease } = begun;
    let write = this.commitLease(begun);
    if (begun.next === 'read') {
      yield 'leased';
      const readStartedAt = this.now;
      const answer = this.clerk.read();
      yield 'read';
      if (!answer.ok) {
        const failed = this.core.settleFailedRead(this.mirror, lease, answer.failure, this.now, this.random());
        return this.release(lease, failed?.mirror);
      }
      const applied = this.core.applyRead(this.mirror, lease, toSnapshot(answer.value, readStartedAt), this.now);
      if (!applied?.write) return this.release(lease, applied?.mirror);
      this.commit(applied.mirror);
      this.leases.set(lease.fencingToken, this.now + LEASE_MS);
      write = applied.write;
    }
    if (write) yield* this.push(lease, write);
  }

  /** Sends what was noted as in flight, call by call, and settles it. */
  private *push(lease: Lease, write: InFlightWrite): Work {
    const base = baseOf(this.mirror);
    let renewedAt = this.now;
    this.now += 1; // a call reaches Clerk later than its write was noted
    yield 'noted';
    const calls: SentCall[] = [];
    const next = () => this.core.nextCall(write.patch, calls);
    for (let patch = next(); patch; patch = next()) {
      if (this.now - renewedAt > CALL_WITHIN_MS) {
        if (!this.core.holdsLease(this.mirror, lease)) return this.release(lease, undefined);
        this.commit(this.core.renewLease(this.mirror, this.now));
        renewedAt = this.now;
        this.leases.set(lease.fencingToken, this.now + LEASE_MS);
        yield 'renewed';
        continue;
      }
      if (this.now >= this.mirror.dueAt! || this.mirror.fencingToken !== lease.fencingToken)
        throw new Violation('a call was made after its lease had run out');
      for (const name of Object.keys(patch) as FieldName[])
        if (patch[name] === base[name] && !this.everSaved.has(asText(patch[name]).toLowerCase()))
          throw new Violation(`a field nobody touched was written: ${name}`);
      if (this.random() < this.stallProbability) yield 'stalled'; // its process stops, and does not know for how long
      calls.push({ patch, answer: this.clerk.write({ patch }) });
      yield 'sent';
    }
    const settled = this.core.settlePush(this.mirror, lease, write, calls, this.now, this.random());
    this.release(lease, settled?.mirror);
  }

  /** Commits a lease that was just taken, and returns the write that was noted with it, if there is one. */
  private commitLease({ mirror, lease, next }: Begun): InFlightWrite | null {
    for (const endsAt of this.leases.values())
      if (this.now < endsAt) throw new Violation('two leases of one person overlap');
    const planned = next === 'write' ? this.core.planWrite(mirror, this.now) : { mirror, write: null };
    this.commit(planned.mirror);
    if (next === 'read' || planned.write) this.leases.set(lease.fencingToken, this.now + LEASE_MS);
    return planned.write;
  }

  /** Commits what a lease has led to, undefined if it was lost. Throws a `Violation` if that was not noticed. */
  private release({ fencingToken }: Lease, next: Mirror | undefined): void {
    this.leases.delete(fencingToken);
    if (!next) return;
    if (this.mirror.fencingToken !== fencingToken)
      throw new Violation('something was committed by somebody who had lost its lease');
    this.commit(next);
  }

  private newToken = (): string => `token ${++this.tokens}`;

  /** Delivers a webhook, which reports when the user was changed and nothing more. */
  *deliver({ updatedAt }: { updatedAt: number }): Work {
    this.commit(this.core.withWebhook(this.mirror, updatedAt, this.now));
    this.reported = { at: this.now, updatedAt };
    yield 'reported';
    yield* this.reconcile();
  }

  /** Tells the row that it may lack a change. */
  private report(): void {
    this.commit(this.core.withReadDue(this.mirror, this.now));
    this.reported = { at: this.now, updatedAt: Infinity };
  }

  /** Forgets who holds a lease, once their processes have ended or died. */
  forgetLeases(): void {
    this.leases.clear();
  }

  /** Throws a `Violation` unless all has converged, some time after the last fault and edit. */
  checkSettled(): void {
    const [values, base] = [valuesOf(this.mirror), baseOf(this.mirror)];
    const inClerk = fromClerk(this.clerk.current());
    this.checkNothingPending();
    for (const name of fieldNames) {
      const isRefused = this.mirror.fields[name].state === 'refused';
      if (isRefused && name !== 'lastName') throw new Violation(`${name} counts as refused, which Clerk takes`);
      if (isRefused) continue;
      if (values[name] !== inClerk[name])
        throw new Violation(`${name} is ${asText(values[name])} in the mirror and ${asText(inClerk[name])} in Clerk`);
      if (base[name] !== inClerk[name])
        throw new Violation(
          `${name} counts as confirmed with ${asText(base[name])}, Clerk has ${asText(inClerk[name])}`,
        );
    }
    for (const [name, value] of Object.entries(this.lastSaved) as [FieldName, Value][])
      if (this.order(values[name]) < this.order(value))
        throw new Violation(`lost: ${name} was saved as ${asText(value)} and is ${asText(values[name])}`);
    if (this.clerk.current().publicMetadata.plan !== 'pro')
      throw new Violation('metadata that is not ours was touched');
  }

  /** Returns true if no work is left: only time or an edit can still change anything. */
  isQuiet = (): boolean => this.mirror.dueAt === null && !isReadDue(this.mirror) && this.clerk.webhooks.length === 0;

  /** Throws a `Violation` if a field is pending, or if Clerk was not read since a change was reported. */
  checkNothingPending(): void {
    const { reported } = this;
    const { clerkReadAt, clerkUpdatedAt } = this.mirror;
    if (reported && (clerkReadAt ?? 0) < reported.at && (clerkUpdatedAt ?? 0) < reported.updatedAt)
      throw new Violation('Clerk was not read after a change had been reported');
    const pending = pendingFields(this.mirror);
    if (pending.length > 0) throw new Violation(`still pending: ${pending.join(', ')}`);
  }

  private next(): number {
    return (this.sequence += 1);
  }

  private recordEdit(patch: Patch, order: number): void {
    for (const value of Object.values(patch)) this.orders.set(value, Math.max(order, this.orders.get(value) ?? 0));
  }

  /** Counts a patch as acknowledged: from now on no older value may take its place. */
  private acknowledge(patch: Patch): void {
    for (const [name, value] of Object.entries(patch) as [FieldName, Value][])
      if (!(this.order(value) < this.order(this.lastSaved[name] ?? ''))) this.lastSaved[name] = value;
    this.acknowledged += 1;
  }

  /** Returns a value's place among all edits; NaN, which is older than nothing, if it may take effect at any time. */
  private order(value: Value): number {
    const typed = asText(value).toLowerCase(); // Clerk may keep it in capitals
    return this.unordered.has(typed) ? NaN : (this.orders.get(typed) ?? 0);
  }

  /**
   * Commits one transaction. Throws a `Violation` if a value goes back to an older edit, unless it is that of a direct
   * save that the mirror does not know of yet.
   */
  private commit(next: Mirror): void {
    const before = valuesOf(this.mirror);
    const after = valuesOf(next);
    const knows = (name: FieldName) =>
      (this.directlySavedAt.get(before[name]) ?? 0) <= this.mirror.fields[name].writtenAt;
    for (const name of fieldNames)
      if (knows(name) && this.order(after[name]) < this.order(before[name]))
        throw new Violation(`went back: ${name} from ${asText(before[name])} to the older ${asText(after[name])}`);
    this.mirror = next;
  }
}
