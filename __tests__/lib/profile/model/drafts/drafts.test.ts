import fc from 'fast-check';
import { valuesOf } from '@/__tests__/support/values';
import {
  afterDraftEvent,
  DRAFT_AGE_LIMIT_MS,
  parseDrafts,
  type Draft,
  type DraftEvent,
  type Unsaved,
} from '@/lib/profile/model/drafts/drafts';

const saved = valuesOf({ firstName: 'Ann' });
const value = fc.constantFrom('', 'Ann', 'Bea', 'Cid', 'Dee');
const draft: fc.Arbitrary<Draft> = fc.record(
  { text: value, base: value, at: fc.option(fc.nat(9)), offered: fc.constant(true as const) },
  { requiredKeys: ['text', 'base', 'at'] },
);
const unsaved: fc.Arbitrary<Unsaved> = fc.record({
  edits: fc.oneof(
    fc.constant({}),
    value.map((typed) => ({ firstName: { text: typed, base: 'Ann' } })),
  ),
  offered: fc.constant(null),
});
const valuesIn = ({ edits, offered }: Unsaved): string[] => [
  ...(edits.firstName ? [edits.firstName.text] : []),
  ...(offered?.firstName ?? []).map((one) => one.text),
];
const find = (before: Unsaved, drafts: Draft[]): Unsaved =>
  afterDraftEvent(before, { type: 'found', drafts: { firstName: drafts } }, saved);

it('no value that was found is lost, unless it is saved, and no value stands there twice', () => {
  fc.assert(
    fc.property(unsaved, fc.array(draft), (before, drafts) => {
      const held = valuesIn(find(before, drafts));
      expect(new Set(held).size).toBe(held.length);
      for (const one of drafts) if (one.text !== 'Ann') expect(held).toContain(one.text);
    }),
  );
});

it('what was typed stays; else the newest draft is in the field, unless it was only offered before', () => {
  fc.assert(
    fc.property(unsaved, fc.array(draft), (before, drafts) => {
      const { edits } = find(before, drafts);
      if (before.edits.firstName) return expect(edits.firstName).toBe(before.edits.firstName);
      const own = drafts.filter((one) => !one.offered && one.text !== 'Ann').map(({ at }) => at ?? 0);
      expect(edits.firstName?.at ?? 0).toBe(Math.max(0, ...own));
      expect(edits.firstName === undefined).toBe(own.length === 0);
    }),
  );
});

it('using and discarding what is offered loses nothing but what is discarded', () => {
  const acts = fc.array(fc.constantFrom<DraftEvent['type']>('draft used', 'draft discarded'));
  fc.assert(
    fc.property(unsaved, fc.array(draft), acts, (before, drafts, types) => {
      let now = find(before, drafts);
      for (const type of types) {
        const [first] = now.offered?.firstName ?? [];
        if (!first || type === 'found') return;
        const next = afterDraftEvent(now, { type, name: 'firstName', draft: first, at: 10 }, saved);
        const expected = valuesIn(now).filter((one) => type === 'draft used' || one !== first.text);
        expect(valuesIn(next).sort()).toEqual(expected.sort());
        now = next;
      }
    }),
  );
});

it('drafts are read as they were kept, those of older versions too, and not after 30 days', () => {
  const now = Date.now();
  const kept = { text: 'Bea', base: 'Ann', at: now };
  expect(parseDrafts(JSON.stringify([kept, { ...kept, at: now - DRAFT_AGE_LIMIT_MS }]), now)).toEqual([kept]);
  expect(parseDrafts('{"value":"Bea","base":"Ann"}', now)).toEqual([{ text: 'Bea', base: 'Ann', at: null }]);
  for (const other of ['', '{', '[1]', 'null']) expect(parseDrafts(other, now)).toEqual([]);
});
