import type { Field, Mirror } from '@/lib/profile/core/mirror';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';
import { realCore, type Core } from '../simulation/core';
import * as apply from './apply-save';
import * as lease from './lease-push';
import * as mergeOld from './merge';
import { withoutSettled, type Mirror as OldMirror } from './mirror';
import * as settle from './settle-push';

const each = <T>(mirror: Mirror, read: (field: Field) => T | undefined): Partial<Record<FieldName, T>> =>
  Object.fromEntries(
    fieldNames.flatMap((name) => {
      const entry = read(mirror.fields[name]);
      return entry === undefined ? [] : [[name, entry]];
    }),
  );

/** A mirror as it was kept before its fields had named states. */
export const toOld = (mirror: Mirror): OldMirror => ({
  values: each(mirror, ({ value }) => value) as OldMirror['values'],
  confirmed: each(mirror, ({ base }) => base) as OldMirror['values'],
  revision: mirror.revision,
  clerkUpdatedAt: mirror.clerkUpdatedAt,
  checkedAt: mirror.clerkReadAt,
  staleSince: mirror.invalidatedAt,
  savedAt: each(mirror, ({ state, writtenAt }) => (state === 'pending' ? writtenAt : undefined)),
  lastSavedAt: each(mirror, ({ writtenAt }) => writtenAt || undefined),
  refused: each(mirror, ({ refusal }) => refusal ?? undefined),
  doubtful: [...mirror.inFlightWrites],
  push: {
    at: mirror.pushDueAt,
    latest: mirror.lastPushEndedAt,
    attempts: mirror.pushAttempts,
    token: mirror.fencingToken,
    since: mirror.pendingSince,
  },
  undeclared: { values: {}, confirmed: {}, refused: {}, savedAt: {} },
});

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Compares what both cores made of the same call, and counts. */
export function bothCores(): Core & { compared: Record<string, number>; differences: string[] } {
  const compared: Record<string, number> = {};
  const differences: string[] = [];
  const same = (what: string, old: unknown, now: unknown, input: unknown) => {
    compared[what] = (compared[what] ?? 0) + 1;
    const [a, b] = [JSON.stringify(old, inOrder), JSON.stringify(now, inOrder)];
    if (a !== b) differences.push([what, a, b, JSON.stringify(input)].join('\n'));
  };
  const settled = (old: { mirror: OldMirror } | null) => old && { ...old, mirror: withoutSettled(old.mirror) };
  const asOld = (now: { mirror: Mirror } | null) => now && { ...now, mirror: withoutSettled(toOld(now.mirror)) };
  return {
    ...realCore,
    compared,
    differences,
    applySave: (mirror, save, at) => {
      const result = realCore.applySave(mirror, save, at);
      same('applySave', settled(apply.applySave(toOld(mirror), save as never, at)), asOld(result), [mirror, save, at]);
      return result;
    },
    needsReadFirst: (mirror) => {
      const result = realCore.needsReadFirst(mirror);
      same('needsReadFirst', lease.needsReadFirst(toOld(mirror)), result, mirror);
      return result;
    },
    leasePush: (mirror, token, at) => {
      const result = realCore.leasePush(mirror, token, at);
      same('leasePush', settled(lease.leasePush(toOld(mirror), token, at)), asOld(result), [mirror, token, at]);
      return result;
    },
    merge: (mirror, seen, at) => {
      const result = realCore.merge(mirror, seen, at);
      const old = mergeOld.merge(toOld(mirror), seen, at);
      const [a, b] = [old.kind === 'merged' ? settled(old) : old, result.kind === 'merged' ? asOld(result) : result];
      same(`merge: ${result.kind}`, a, b, [mirror, seen, at]);
      return result;
    },
    settlePush: (mirror, calls, held, at, random) => {
      const result = realCore.settlePush(mirror, calls, held, at, random);
      const old = settle.settlePush(toOld(mirror), calls, held, at, random);
      same('settlePush', settled(old), asOld(result), [mirror, calls, held, at, random]);
      return result;
    },
  };
}
