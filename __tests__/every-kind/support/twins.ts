import fc from 'fast-check';
import { aRefusal } from '@/__tests__/support/builders';
import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkAnswer, ClerkUser } from '@/lib/clerk/users';
import { applyRead } from '@/lib/profile/core/apply-read';
import { applySave } from '@/lib/profile/core/apply-save';
import { directSavesOf, fromClerk, toSnapshot } from '@/lib/profile/core/clerk-shape';
import { recordDirectSave } from '@/lib/profile/core/direct-save-log';
import { planWrite, takeLease, type Lease } from '@/lib/profile/core/lease';
import { newMirror, type InFlightWrite, type Mirror } from '@/lib/profile/core/mirror';
import { mirrorColumns } from '@/lib/profile/core/mirror-columns';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import { settleFailedRead, settlePush } from '@/lib/profile/core/settle-push';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import type { FieldName } from '@/lib/profile/model/values';
import { reordered } from './any-field';
import { nobody, written } from './user';

/** When all begins, in ms since 1970. */
export const start = 1_700_000_000_000;

/** What happens to a field, with its values by number: 0 is what Clerk holds at first. */
export type Step =
  | { do: 'save' | 'edit' | 'direct'; value: number }
  | { do: 'lease'; mustRead: boolean }
  | { do: 'read' | 'push'; how: 'well' | 'refused' | 'failed' | 'unanswered' | 'lost' }
  | { do: 'wait'; ms: number };

const value = fc.nat(2);
const how = fc.constantFrom('well', 'well', 'refused', 'failed', 'unanswered', 'lost');
export const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ do: fc.constantFrom('save', 'save', 'edit', 'direct'), value }),
    fc.record({ do: fc.constant('lease'), mustRead: fc.boolean() }),
    fc.record({ do: fc.constantFrom('read', 'push', 'push'), how }),
    fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(1, 2_000, 9_000) }),
  ),
  { minLength: 4, maxLength: 20 },
);

const failures: Record<'refused' | 'failed' | 'unanswered', ClerkFailure> = {
  refused: { kind: 'refused', status: 422, code: 'x', message: 'no', param: null, traceId: null },
  failed: { kind: 'transient', message: 'late', unknown: false, retryAfterMs: null },
  unanswered: { kind: 'transient', message: 'late', unknown: true, retryAfterMs: null },
};

/** Returns a mirror as another process reads it: stored, and its JSON with keys in another order. */
export function stored(mirror: Mirror): Mirror {
  const { values, base, states, writtenAt, refusals, inFlightWrites, ...columns } = mirrorColumns(mirror);
  const documents = { values, base, states, writtenAt, refusals, inFlightWrites };
  const json = JSON.parse(JSON.stringify(documents)) as typeof documents;
  return readMirror({ ...columns, ...reordered(json) });
}

/** Returns what became of one field after each step, its values by number: the same for every kind of field. */
export function play(steps: readonly Step[], name: FieldName, values: readonly Value[]): unknown[] {
  const numberOf = (held: Value | undefined) => values.findIndex((one) => isSameValue(one, held));
  const patchOf = (number: number) => ({ [name]: values[number] });
  let at = start;
  let user: ClerkUser = written(nobody, patchOf(0));
  let mirror = newMirror(fromClerk(user), user.updatedAt, at);
  let lease: Lease | null = null;
  let write: InFlightWrite | null = null;
  const answer = (step: { how: keyof typeof failures | 'well' | 'lost' }, patch: object): ClerkAnswer => {
    if (step.how === 'well' || step.how === 'lost') user = written(user, patch);
    if (step.how === 'well') return { ok: true, value: user };
    return { ok: false, failure: failures[step.how === 'lost' ? 'unanswered' : step.how] };
  };
  const take = (step: Step): unknown => {
    switch (step.do) {
      case 'save': {
        const saved = applySave(mirror, { patch: patchOf(step.value) }, at);
        mirror = saved.mirror;
        return saved.changes;
      }
      case 'edit':
        user = written(user, patchOf(step.value));
        return null;
      case 'direct': {
        const patch = patchOf(step.value);
        const entry = { saveId: `save ${at}`, at, patch, saved: patch, refused: {} };
        user = written(user, patch, recordDirectSave(directSavesOf(user.privateMetadata), entry));
        return null;
      }
      case 'lease': {
        const begun = takeLease(mirror, `token ${at}`, at, step.mustRead);
        if (typeof begun === 'string') return begun;
        ({ lease } = begun);
        ({ mirror, write } =
          begun.next === 'write' ? planWrite(begun.mirror, at) : { mirror: begun.mirror, write: null });
        return begun.next;
      }
      case 'read': {
        if (!lease || write) return null;
        const failure = step.how === 'failed' || step.how === 'unanswered' ? failures[step.how] : null;
        const after = failure
          ? settleFailedRead(mirror, lease, failure, at, 0.5)
          : applyRead(mirror, lease, toSnapshot(user, at), at);
        if (after) mirror = after.mirror;
        write = after && 'write' in after ? after.write : null;
        return after?.changes;
      }
      case 'push': {
        if (!lease || !write) return null;
        const calls: SentCall[] = [];
        const next = () => nextCall(write!.patch, calls);
        for (let patch = next(); patch; patch = next()) calls.push({ patch, answer: answer(step, patch) });
        const after = settlePush(mirror, lease, write, calls, at, 0.5);
        if (after) mirror = after.mirror;
        [lease, write] = [null, null];
        return after?.changes;
      }
      case 'wait':
        at += step.ms;
    }
    return null;
  };
  return steps.map((step) => {
    at += 1;
    const result = take(step);
    mirror = stored(mirror);
    return numbered({ result, mirror: seen(mirror, name), inClerk: fromClerk(user)[name] }, numberOf, name);
  });
}

function seen(mirror: Mirror, name: FieldName): unknown {
  const { fields, inFlightWrites, undeclared: _, ...rest } = mirror;
  const { refusal, ...field } = fields[name];
  return { ...rest, field, refusal: refusal && aRefusal(refusal.value, { at: refusal.at }), inFlightWrites };
}

/** Returns a copy of what was seen, with the values of the field by number, under "field" in place of its name. */
function numbered(held: unknown, numberOf: (value: Value) => number, name: FieldName): unknown {
  const holders = new Set<string>(['value', 'base', 'from', 'to', 'overwritten', 'inClerk', name]);
  const copy = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null) return one;
    if (Array.isArray(one)) return one.map(copy);
    return Object.fromEntries(
      Object.entries(one as Record<string, unknown>).map(([key, inner]) => {
        const isChange = key === name && typeof inner === 'object' && inner !== null && isChangeOf(inner);
        const isValue = holders.has(key) && !isChange;
        return [key === name ? 'field' : key, isValue ? numberOf(inner as Value) : copy(inner)];
      }),
    );
  };
  return copy(held);
}

const isChangeOf = (one: object): boolean =>
  Object.keys(one).length > 0 &&
  Object.keys(one).every((key) => ['from', 'to', 'overwritten', 'refused'].includes(key));
