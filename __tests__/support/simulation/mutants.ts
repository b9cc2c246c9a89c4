import { pendingFields, valuesOf, type Field } from '@/lib/profile/core/mirror';
import { wholeCalls, splitByField } from '@/lib/profile/core/plan-calls';
import type { FieldName } from '@/lib/profile/model/values';
import { mapFields } from '../mirror';
import { realCore, type Core } from './core';

/** Copies of the core that are broken on purpose, each as a hasty change could break it. Every one must be caught. */
export const mutants: Record<string, Partial<Core>> = {
  'drop the fencing token': {
    settlePush: (mirror, calls, lease, now, random) =>
      realCore.settlePush({ ...mirror, fencingToken: lease.fencingToken }, calls, lease, now, random),
  },
  'ignore clerkUpdatedAt': {
    merge: (mirror, seen, now) => realCore.merge({ ...mirror, clerkUpdatedAt: null }, seen, now),
  },
  'take what came in the same millisecond': {
    merge: (mirror, seen, now) => realCore.merge(mirror, { ...seen, sameMsAfter: seen.updatedAt }, now),
  },
  'take an echo for an edit': {
    merge: (mirror, seen, now) => realCore.merge({ ...mirror, inFlightWrites: [] }, seen, now),
  },
  'overlook direct saves': {
    merge: (mirror, seen, now) => realCore.merge(mirror, { ...seen, directSaves: null }, now),
  },
  'forget when the last save was, once it is confirmed': {
    merge: (mirror, seen, now) =>
      realCore.merge(
        mapFields(mirror, () => ({ writtenAt: 0 })),
        seen,
        now,
      ),
  },
  'let Clerk win over a pending save': {
    merge: (mirror, seen, now) => {
      const merged = realCore.merge(mirror, seen, now);
      if (merged.kind !== 'merged') return merged;
      return { ...merged, mirror: mapFields(merged.mirror, (_, name) => ({ value: seen.values[name] })) };
    },
  },
  'treat a reasserting field as pending': {
    merge: (mirror, seen, now) =>
      realCore.merge(
        mapFields(mirror, ({ state }) => ({ state: state === 'reasserting' ? 'pending' : state })),
        seen,
        now,
      ),
  },
  'reassert a value without a read of Clerk': {
    needsReadFirst: (mirror) => realCore.needsReadFirst(mapFields(mirror, () => ({ state: 'confirmed' }))),
  },
  'forget the base: take every value that differs': {
    merge: (mirror, seen, now) =>
      realCore.merge(
        mapFields(mirror, ({ value }) => ({ base: value })),
        seen,
        now,
      ),
  },
  'push the whole document': {
    leasePush: (mirror, token, now) => {
      const leased = realCore.leasePush(mirror, token, now);
      return leased.lease
        ? { ...leased, lease: { fencingToken: token, write: { patch: valuesOf(mirror), at: now } } }
        : leased;
    },
  },
  'lease without a visibility timeout': {
    leasePush: (mirror, token, now) => {
      const leased = realCore.leasePush(mirror, token, now);
      return { ...leased, mirror: { ...leased.mirror, pushDueAt: leased.mirror.pushDueAt && now } };
    },
  },
  'note no in-flight write before sending': {
    leasePush: (mirror, token, now) => {
      const leased = realCore.leasePush(mirror, token, now);
      return { ...leased, mirror: { ...leased.mirror, inFlightWrites: mirror.inFlightWrites } };
    },
  },
  'take a timeout for a failure': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return settled && { ...settled, mirror: { ...settled.mirror, inFlightWrites: [] } };
    },
  },
  'complete without looking at what was saved meanwhile': {
    settlePush: (mirror, calls, lease, now, random) => {
      const saved = mapFields(mirror, ({ value }, name) => ({ value: lease.write.patch[name] ?? value }));
      return realCore.settlePush(saved, calls, lease, now, random);
    },
  },
  'take a sent value for confirmed, whatever was answered': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      const { patch } = lease.write;
      const believed = (field: Field, name: FieldName): Partial<Field> =>
        patch[name] === undefined
          ? {}
          : { base: patch[name], ...(field.value === patch[name] && { state: 'confirmed', refusal: null }) };
      return settled && { ...settled, mirror: mapFields(settled.mirror, believed) };
    },
  },
  'be done after one push, whatever is still pending': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return settled && { ...settled, mirror: { ...settled.mirror, pushDueAt: null } };
    },
  },
  'give up after a failure': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return settled?.retry ? { ...settled, mirror: { ...settled.mirror, pushDueAt: null } } : settled;
    },
  },
  'go on sending when the lease has run out': { nextCall: (patch, sent) => realCore.nextCall(patch, sent, 0) },
  'refuse every field of a call that Clerk refuses without a name': {
    nextCall: (patch, sent, elapsedMs) =>
      sent.length < wholeCalls(patch).length ? realCore.nextCall(patch, sent, elapsedMs) : null,
    settlePush: (mirror, calls, lease, now, random) => {
      const blamed = calls.flatMap((call) =>
        !call.answer.ok && call.answer.failure.kind === 'refused'
          ? splitByField(call.patch).map((patch) => ({ ...call, patch }))
          : [call],
      );
      return realCore.settlePush(mirror, blamed, lease, now, random);
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
      return { ...applied, mirror: { ...applied.mirror, pushDueAt: mirror.pushDueAt } };
    },
  },
  'count a field as confirmed as soon as it is leased': {
    leasePush: (mirror, token, now) => {
      const [first] = pendingFields(mirror);
      const leased = realCore.leasePush(mirror, token, now);
      const { lease } = leased;
      if (!lease || !first) return leased;
      const believed = (field: Field, name: FieldName): Partial<Field> =>
        name === first ? { base: field.value, state: 'confirmed' } : {};
      return { mirror: mapFields(leased.mirror, believed), lease };
    },
  },
};
