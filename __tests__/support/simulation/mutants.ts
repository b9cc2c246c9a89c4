import { pendingFields, valuesOf, type Field, type InFlightWrite, type Mirror } from '@/lib/profile/core/mirror';
import { splitByField, wholeCalls } from '@/lib/profile/core/plan-calls';
import type { Settled } from '@/lib/profile/core/settle-push';
import type { FieldName } from '@/lib/profile/model/values';
import { mapFields } from '../mirror';
import { realCore, type Core } from './core';

type Planned = ReturnType<Core['planWrite']>;

/** Returns a core that changes each mirror just before a read is merged into it. */
const beforeReading = (change: (mirror: Mirror) => Mirror): Partial<Core> => ({
  applyRead: (mirror, ...rest) => realCore.applyRead(change(mirror), ...rest),
});

/** Returns a core that changes each write that it has planned, and the mirror in which that was noted. */
const afterPlanning = (
  change: (planned: { mirror: Mirror; write: InFlightWrite }, leased: Mirror) => Planned,
): Partial<Core> => {
  const planWrite: Core['planWrite'] = (leased, now) => {
    const { mirror, write } = realCore.planWrite(leased, now);
    return write ? change({ mirror, write }, leased) : { mirror, write };
  };
  return {
    planWrite,
    applyRead: (...asked) => {
      const applied = realCore.applyRead(...asked);
      if (!applied?.write) return applied;
      const { write } = applied;
      const before = applied.mirror.inFlightWrites.filter((one) => one !== write);
      return {
        ...applied,
        ...change({ mirror: applied.mirror, write }, { ...applied.mirror, inFlightWrites: before }),
      };
    },
  };
};

/** Returns a core that changes the mirror of each settled push. */
const afterSettling = (change: (settled: Settled, write: InFlightWrite) => Mirror): Partial<Core> => ({
  settlePush: (mirror, lease, write, ...rest) => {
    const settled = realCore.settlePush(mirror, lease, write, ...rest);
    return settled && { ...settled, mirror: change(settled, write) };
  },
});

/** Copies of the core that are broken on purpose, each as a hasty change could break it. Every one must be caught. */
export const mutants: Record<string, Partial<Core>> = {
  'take no lease': {
    takeLease: (mirror, ...rest) => {
      const begun = realCore.takeLease(mirror, ...rest);
      return typeof begun === 'string' ? begun : { ...begun, mirror: { ...begun.mirror, dueAt: mirror.dueAt } };
    },
  },
  'note a write without renewing the lease': {
    planWrite: (mirror, now) => {
      const planned = realCore.planWrite(mirror, now);
      return planned.write ? { ...planned, mirror: { ...planned.mirror, dueAt: now } } : planned;
    },
  },
  'go on without renewing the lease': { renewLease: (mirror) => mirror },
  'let a lease never run out': {
    takeLease: (mirror, ...rest) => (mirror.fencingToken === null ? realCore.takeLease(mirror, ...rest) : 'leased'),
  },
  'commit a read whose lease another has taken': {
    applyRead: (mirror, lease, ...rest) =>
      realCore.applyRead({ ...mirror, fencingToken: lease.fencingToken }, lease, ...rest),
  },
  'commit a push whose lease another has taken': {
    settlePush: (mirror, lease, ...rest) =>
      realCore.settlePush({ ...mirror, fencingToken: lease.fencingToken }, lease, ...rest),
  },
  'release the lease of another': {
    settleFailedRead: (mirror, lease, ...rest) =>
      realCore.settleFailedRead({ ...mirror, fencingToken: lease.fencingToken }, lease, ...rest),
  },
  'renew the lease of another': { holdsLease: () => true },
  'take over without a read of Clerk': {
    takeLease: (mirror, token, now, mustRead) => {
      const begun = realCore.takeLease(mirror, token, now, mustRead);
      return typeof begun === 'string' || mustRead ? begun : { ...begun, next: 'write' };
    },
  },
  'count a read as later than what was reported during it': {
    applyRead: (mirror, lease, ...rest) => {
      const { readDueAt, webhookUpdatedAt } = mirror;
      return realCore.applyRead(mirror, { ...lease, served: { readDueAt, webhookUpdatedAt } }, ...rest);
    },
  },
  'take an echo for an edit': beforeReading((mirror) => ({ ...mirror, inFlightWrites: [] })),
  'overlook direct saves': {
    applyRead: (mirror, lease, remote, now) => realCore.applyRead(mirror, lease, { ...remote, directSaves: null }, now),
  },
  'forget when the last save was, once it is confirmed': beforeReading((mirror) =>
    mapFields(mirror, () => ({ writtenAt: 0 })),
  ),
  'let Clerk win over a pending save': {
    applyRead: (mirror, lease, remote, now) => {
      const applied = realCore.applyRead(mirror, lease, remote, now);
      const inClerk = (_: Field, name: FieldName) => ({ value: remote.values[name] });
      return applied && { ...applied, mirror: mapFields(applied.mirror, inClerk) };
    },
  },
  'treat a reasserting field as pending': beforeReading((mirror) =>
    mapFields(mirror, ({ state }) => ({ state: state === 'reasserting' ? 'pending' : state })),
  ),
  'reassert a value without a read of Clerk': {
    takeLease: (mirror, token, now, mustRead) => {
      const begun = realCore.takeLease(mirror, token, now, mustRead);
      const isReasserting = Object.values(mirror.fields).some(({ state }) => state === 'reasserting');
      return typeof begun === 'string' || !isReasserting ? begun : { ...begun, next: 'write' };
    },
  },
  'forget the base: take every value that differs': beforeReading((mirror) =>
    mapFields(mirror, ({ value }) => ({ base: value })),
  ),
  'push the whole document': afterPlanning(({ mirror, write }) => ({
    mirror,
    write: { ...write, patch: valuesOf(mirror) },
  })),
  'note no in-flight write before sending': afterPlanning(({ mirror, write }, leased) => ({
    mirror: { ...mirror, inFlightWrites: leased.inFlightWrites },
    write,
  })),
  'count a field as confirmed as soon as it is sent': afterPlanning(({ mirror, write }) => {
    const [first] = pendingFields(mirror);
    const believed = ({ value }: Field, name: FieldName): Partial<Field> =>
      name === first ? { base: value, state: 'confirmed' } : {};
    return { mirror: mapFields(mirror, believed), write };
  }),
  'take a timeout for a failure': afterSettling(({ mirror }) => ({ ...mirror, inFlightWrites: [] })),
  'complete without looking at what was saved meanwhile': {
    settlePush: (mirror, lease, write, ...rest) => {
      const sent = mapFields(mirror, ({ value }, name) => ({ value: write.patch[name] ?? value }));
      return realCore.settlePush(sent, lease, write, ...rest);
    },
  },
  'take a sent value for confirmed, whatever was answered': afterSettling(({ mirror }, { patch }) =>
    mapFields(mirror, (field, name) =>
      patch[name] === undefined
        ? {}
        : { base: patch[name], ...(field.value === patch[name] && { state: 'confirmed', refusal: null }) },
    ),
  ),
  'be done after one push, whatever is still pending': afterSettling(({ mirror }) => ({ ...mirror, dueAt: null })),
  'give up after a failure': afterSettling(({ mirror, retry }) => (retry ? { ...mirror, dueAt: null } : mirror)),
  'forget a due read that failed': {
    settleFailedRead: (...asked) => {
      const settled = realCore.settleFailedRead(...asked);
      return settled && { ...settled, mirror: { ...settled.mirror, dueAt: null } };
    },
  },
  'refuse every field of a call that Clerk refuses without a name': {
    nextCall: (patch, sent) => (sent.length < wholeCalls(patch).length ? realCore.nextCall(patch, sent) : null),
    settlePush: (mirror, lease, write, calls, ...rest) => {
      const blamed = calls.flatMap((call) =>
        !call.answer.ok && call.answer.failure.kind === 'refused'
          ? splitByField(call.patch).map((patch) => ({ ...call, patch }))
          : [call],
      );
      return realCore.settlePush(mirror, lease, write, blamed, ...rest);
    },
  },
  'save what Clerk confirmed for the fields that were not sent': {
    applySave: (mirror, save, now) =>
      realCore.applySave(
        mapFields(mirror, ({ base }, name) => ({ value: save.patch[name] ?? base })),
        save,
        now,
      ),
  },
  'save without making a push due': {
    applySave: (mirror, save, now) => {
      const applied = realCore.applySave(mirror, save, now);
      return { ...applied, mirror: { ...applied.mirror, dueAt: mirror.dueAt } };
    },
  },
};
