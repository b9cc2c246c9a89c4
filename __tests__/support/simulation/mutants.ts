import { pendingFields, type Mirror } from '@/lib/profile/core/mirror';
import { wholeCalls, splitByField } from '@/lib/profile/core/plan-calls';
import { pick } from '@/lib/profile/model/values';
import { realCore, type Core } from './core';

const withPush = (mirror: Mirror, push: Partial<Mirror['push']>): Mirror => ({
  ...mirror,
  push: { ...mirror.push, ...push },
});

/** Deliberate breakages of the core, each by what a hasty change could do. Every one must be caught. */
export const mutants: Record<string, Partial<Core>> = {
  'drop the fencing token': {
    settlePush: (mirror, calls, lease, now, random) =>
      realCore.settlePush(withPush(mirror, { token: lease.fencingToken }), calls, lease, now, random),
  },
  'ignore clerkUpdatedAt': {
    merge: (mirror, seen, now) => realCore.merge({ ...mirror, clerkUpdatedAt: null }, seen, now),
  },
  'take what came in the same millisecond': {
    merge: (mirror, seen, now) => realCore.merge(mirror, { ...seen, sameMsAfter: seen.updatedAt }, now),
  },
  'take a doubtful value': { merge: (mirror, seen, now) => realCore.merge({ ...mirror, doubtful: [] }, seen, now) },
  'overlook saves that went past the mirror': {
    merge: (mirror, seen, now) => realCore.merge(mirror, { ...seen, directSaves: null }, now),
  },
  'forget when the last save was, once it is confirmed': {
    merge: (mirror, seen, now) => realCore.merge({ ...mirror, lastSavedAt: {} }, seen, now),
  },
  'let Clerk win over a pending save': {
    merge: (mirror, seen, now) => {
      const merged = realCore.merge(mirror, seen, now);
      return merged.kind === 'merged' ? { ...merged, mirror: { ...merged.mirror, values: seen.values } } : merged;
    },
  },
  'take what is pushed over an own write for saved since': {
    merge: (mirror, seen, now) => {
      const since = Object.fromEntries(
        pendingFields(mirror).map((name) => [name, mirror.savedAt[name] ?? mirror.lastSavedAt[name] ?? 0]),
      );
      return realCore.merge({ ...mirror, savedAt: since }, seen, now);
    },
  },
  'push over an own write without a look at Clerk': {
    needsReadFirst: (mirror) => realCore.needsReadFirst({ ...mirror, values: mirror.confirmed, savedAt: {} }),
  },
  'forget the base: take every value that differs': {
    merge: (mirror, seen, now) => realCore.merge({ ...mirror, confirmed: mirror.values }, seen, now),
  },
  'push the whole document': {
    leasePush: (mirror, token, now) => {
      const leased = realCore.leasePush(mirror, token, now);
      return leased.lease
        ? { ...leased, lease: { fencingToken: token, write: { patch: mirror.values, at: now } } }
        : leased;
    },
  },
  'lease without a visibility timeout': {
    leasePush: (mirror, token, now) => {
      const leased = realCore.leasePush(mirror, token, now);
      return { ...leased, mirror: withPush(leased.mirror, { at: leased.mirror.push.at && now }) };
    },
  },
  'write down no doubt before sending': {
    leasePush: (mirror, token, now) => {
      const leased = realCore.leasePush(mirror, token, now);
      return { ...leased, mirror: { ...leased.mirror, doubtful: mirror.doubtful } };
    },
  },
  'take a timeout for a failure': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return settled && { ...settled, mirror: { ...settled.mirror, doubtful: [] } };
    },
  },
  'complete without looking at what was saved meanwhile': {
    settlePush: (mirror, calls, lease, now, random) => {
      const values = { ...mirror.values, ...lease.write.patch };
      return realCore.settlePush({ ...mirror, values }, calls, lease, now, random);
    },
  },
  'take a sent value for confirmed, whatever was answered': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return (
        settled && {
          ...settled,
          mirror: { ...settled.mirror, confirmed: { ...settled.mirror.confirmed, ...lease.write.patch } },
        }
      );
    },
  },
  'be done after one push, whatever is still pending': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return settled && { ...settled, mirror: withPush(settled.mirror, { at: null }) };
    },
  },
  'give up after a failure': {
    settlePush: (mirror, calls, lease, now, random) => {
      const settled = realCore.settlePush(mirror, calls, lease, now, random);
      return settled?.retry ? { ...settled, mirror: withPush(settled.mirror, { at: null }) } : settled;
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
      realCore.applySave({ ...mirror, values: { ...mirror.confirmed, ...save.patch } }, save, now),
  },
  'save without making a push due': {
    applySave: (mirror, save, now) => {
      const applied = realCore.applySave(mirror, save, now);
      return { ...applied, mirror: withPush(applied.mirror, { at: mirror.push.at }) };
    },
  },
  'count a field as confirmed as soon as it is leased': {
    leasePush: (mirror, token, now) => {
      const [first] = pendingFields(mirror);
      const leased = realCore.leasePush(mirror, token, now);
      const { lease } = leased;
      if (!lease || !first) return leased;
      const { [first]: _, ...savedAt } = mirror.savedAt;
      return {
        mirror: { ...leased.mirror, savedAt, confirmed: { ...mirror.confirmed, ...pick(mirror.values, [first]) } },
        lease,
      };
    },
  },
};
