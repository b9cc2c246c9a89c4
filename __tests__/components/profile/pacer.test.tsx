import fc from 'fast-check';
import { beginPaced, createPacer, lookAgainAt, lookAt, type Wish } from '@/components/profile/status/pacer';
import { meanwhileState, syncState, type SyncFacts, type SyncState } from '@/components/profile/status/sync-state';
import type { Profile } from '@/lib/profile/model/profile';
import { aProfile, aRefusal } from '@/__tests__/support/builders';

type Kind = SyncState['kind'];

/** Facts at a moment; what is not named is as in a page where all is well. */
const facts = (over: Partial<SyncFacts> = {}): SyncFacts => ({
  profile: aProfile(),
  unsaved: 0,
  save: 'none',
  others: 0,
  draftsRead: true,
  failed: 'no',
  online: true,
  readError: null,
  isPendingLong: true,
  reconnecting: false,
  ...over,
});
const wishOf = (now: SyncFacts): Wish => {
  const { pending, pendingSince, revision } = now.profile;
  return {
    state: syncState(now),
    meanwhile: meanwhileState(now),
    period: pending.length > 0 ? `${revision} ${pendingSince}` : null,
    hasLasted: false,
  };
};
/** The profile while a save of revision `n` is pending, and once Clerk has it. */
const pending = (n: number): Profile =>
  aProfile({ revision: n, pending: ['firstName'], pendingSince: new Date(n).toISOString() });
const confirmed = (n: number): Profile => aProfile({ revision: n });

interface Shown {
  kind: Kind;
  from: number;
  to: number;
}
interface Moment {
  at: number;
  facts: SyncFacts;
}

/** Plays moments in order, with the timers in between, and returns what was shown from when to when. */
function play(moments: Moment[], until: number): Shown[] {
  const shown: Shown[] = [];
  let wish = wishOf(moments[0]!.facts);
  let paced = beginPaced(wish, moments[0]!.at);
  const show = (at: number) => {
    const last = shown.at(-1);
    if (last) last.to = at;
    if (last?.kind !== paced.shown.kind) shown.push({ kind: paced.shown.kind, from: at, to: until });
  };
  const look = (at: number) => {
    paced = lookAt(paced, wish, at);
    show(at);
  };
  show(moments[0]!.at);
  moments.forEach((moment, index) => {
    wish = wishOf(moment.facts);
    look(moment.at);
    const end = moments[index + 1]?.at ?? until;
    for (let at = lookAgainAt(paced, wish, moment.at); at !== null && at < end; at = lookAgainAt(paced, wish, at))
      look(at);
  });
  const last = shown.at(-1);
  if (last) last.to = until;
  return shown;
}
const kinds = (shown: Shown[]): Kind[] => shown.map(({ kind }) => kind);

/** A save at 0 that is answered after `answered` ms and confirmed after `confirmedAt` ms. */
const aSave = (answered: number, confirmedAt: number): Moment[] => [
  { at: 0, facts: facts({ unsaved: 1 }) },
  { at: 1, facts: facts({ save: 'under way', profile: pending(4) }) },
  { at: answered, facts: facts({ profile: pending(5) }) },
  { at: confirmedAt, facts: facts({ profile: confirmed(5) }) },
];

describe('what is shown of one save', () => {
  it.each([
    ['all is quick', 40, 440, ['unsaved', 'committed', 'confirmed']],
    ['the answer takes a second', 1_000, 1_400, ['unsaved', 'saving', 'committed', 'confirmed']],
    ['Clerk takes two seconds', 40, 2_040, ['unsaved', 'committed', 'waiting', 'confirmed']],
    ['both are slow', 1_000, 9_000, ['unsaved', 'saving', 'committed', 'waiting', 'confirmed']],
  ])('a save is shown step by step and never back where %s', (_when, answered, confirmedAt, expected) =>
    expect(kinds(play(aSave(answered, confirmedAt), 20_000))).toEqual(expected),
  );

  it('a wait that is shown can be read before it is over', () => {
    const shown = play(aSave(40, 1_560), 20_000);
    const waiting = shown.find(({ kind }) => kind === 'waiting')!;
    expect(waiting.from).toBe(1_540);
    expect(waiting.to - waiting.from).toBe(2_000);
  });

  it('a refusal, and what is typed, take the place of a wait at once', () => {
    const refused = confirmed(5);
    refused.refused = { firstName: { ...aRefusal(''), inClerk: '' } };
    for (const over of [{ profile: refused }, { profile: pending(5), unsaved: 1 }]) {
      const shown = play([...aSave(40, 1_600).slice(0, 3), { at: 1_600, facts: facts(over) }], 5_000);
      expect(shown.at(-1)!.from).toBe(1_600);
    }
  });

  it('an older answer does not bring a wait back that was over', () => {
    const moments = [...aSave(40, 3_000), { at: 6_000, facts: facts({ profile: pending(5) }) }];
    expect(kinds(play(moments, 20_000))).toEqual(['unsaved', 'committed', 'waiting', 'confirmed']);
  });
});

const ofProfile = fc.constantFrom<Partial<SyncFacts>['profile']>(
  ...[5, 6, 7].flatMap((n) => [pending(n), confirmed(n)]),
  aProfile({ revision: 0 }),
  aProfile({ source: 'mirror' }),
  aProfile({ source: 'clerk', revision: 0 }),
);
const someFacts: fc.Arbitrary<SyncFacts> = fc
  .record({
    profile: ofProfile.map((profile) => profile!),
    unsaved: fc.constantFrom(0, 0, 0, 1),
    save: fc.constantFrom<SyncFacts['save']>('none', 'none', 'under way', 'kept'),
    others: fc.constantFrom(0, 0, 0, null, 1),
    failed: fc.constantFrom<SyncFacts['failed']>('no', 'no', 'no', 'wholly'),
    online: fc.constantFrom(true, true, true, false),
    readError: fc.constantFrom<SyncFacts['readError']>(null, null, null, 'fault', 'signed out'),
    reconnecting: fc.boolean(),
  })
  .map(facts);
const someMoments: fc.Arbitrary<Moment[]> = fc
  .array(fc.tuple(fc.constantFrom(1, 50, 290, 320, 700, 1_490, 1_510, 2_500), someFacts), {
    minLength: 1,
    maxLength: 30,
  })
  .map((steps) => {
    let at = 0;
    return steps.map(([after, now]) => ({ at: (at += after), facts: now }));
  });
/** What the pacing promises, as it is written on the page's side. */
const AFTER: Partial<Record<Kind, number>> = { saving: 300, waiting: 1_500, reconnecting: 1_500 };
const AT_LEAST: Partial<Record<Kind, number>> = {
  saving: 500,
  waiting: 2_000,
  reconnecting: 2_000,
  mirror: 2_000,
  direct: 2_000,
  offline: 2_000,
};
const CALM: Kind[] = ['committed', 'waiting', 'confirmed', 'welcome', 'reconnecting', 'mirror', 'direct'];
const factsAt = (moments: Moment[], at: number): SyncFacts =>
  moments.findLast((moment) => moment.at <= at)?.facts ?? moments[0]!.facts;
const hold = (property: (moments: Moment[], shown: Shown[]) => void, some = someMoments) =>
  fc.assert(
    fc.property(some, (moments) => property(moments, play(moments, moments.at(-1)!.at + 10_000))),
    { numRuns: 2_000 },
  );

describe('whatever happens, and in whichever order', () => {
  it('good news never takes the place of what nobody had time to read', () =>
    hold((_moments, shown) =>
      shown.slice(1).forEach(({ kind, from }, index) => {
        const before = shown[index]!;
        if (CALM.includes(kind)) expect(from - before.from).toBeGreaterThanOrEqual(AT_LEAST[before.kind] ?? 0);
      }),
    ));

  it('a save, a wait and a lost connection are mentioned only once they have lasted', () =>
    hold((moments, shown) =>
      shown.slice(1).forEach(({ kind, from }) => {
        const after = AFTER[kind] ?? 0;
        for (const { at, facts: then } of moments)
          if (at > from - after && at <= from) expect(syncState(then).kind).toBe(kind);
        if (after > 0) expect(syncState(factsAt(moments, from - after)).kind).toBe(kind);
      }),
    ));

  it('nothing is called saved that is not, and what somebody must act on shows at once', () =>
    hold((moments, shown) =>
      moments.forEach(({ at, facts: then }) => {
        const now = shown.findLast(({ from }) => from <= at)!.kind;
        const { kind } = syncState(then);
        if (kind === 'saving') expect(CALM).not.toContain(now);
        else if (!CALM.includes(kind)) expect(now).toBe(kind);
      }),
    ));

  it('what is shown comes to what is true, once nothing happens any more', () =>
    hold((moments, shown) => {
      const last = moments.at(-1)!;
      const end = shown.at(-1)!.kind;
      // a wait that was over does not come back with an older answer
      const isOldAnswer = syncState(last.facts).kind === 'waiting' && kinds(shown).includes('confirmed');
      if (isOldAnswer) expect(['committed', 'waiting', 'confirmed']).toContain(end);
      else expect(end).toBe(syncState(last.facts).kind);
    }));

  it('each step of one save is shown at most once, whatever answers come in between', () =>
    hold((_moments, shown) => {
      const steps = shown
        .slice(1)
        .map(({ kind }, index) => `${shown[index]!.kind} → ${kind}`)
        .filter((step) => /^(committed|waiting|confirmed) → (committed|waiting|confirmed)$/.test(step));
      expect(steps).toEqual([...new Set(steps)]);
    }, oneSave));
});

/** One save, and answers that come late, twice or with a lost connection in between. */
const oneSave: fc.Arbitrary<Moment[]> = fc
  .array(
    fc.tuple(
      fc.constantFrom(1, 290, 700, 1_490, 1_510, 4_000),
      fc.record({ profile: fc.constantFrom(pending(5), confirmed(5)) }).map(facts),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map((steps) => {
    let at = 100;
    return [
      { at: 0, facts: facts({ unsaved: 1 }) },
      { at: 1, facts: facts({ save: 'under way' }) },
      ...steps.map(([after, now]) => ({ at: (at += after), facts: now })),
    ];
  });

it('a pacer tells its listeners of each state, and keeps no timer once nobody listens', () => {
  jest.useFakeTimers();
  const pacer = createPacer(wishOf(facts()));
  const seen: Kind[] = [];
  const stop = pacer.subscribe(() => seen.push(pacer.shown().kind));
  pacer.wish(wishOf(facts({ profile: pending(5) })));
  jest.advanceTimersByTime(1_499);
  expect(seen).toEqual(['committed']);
  jest.advanceTimersByTime(2);
  expect(seen).toEqual(['committed', 'waiting']);
  pacer.wish(wishOf(facts({ profile: confirmed(5) })));
  stop();
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
});

it('a pacer looks again although a state falls due while it is looking', () => {
  jest.useFakeTimers({ doNotFake: ['performance'] });
  let time = 0;
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => (time += 0.1)); // it never stands still
  for (let early = 0; early < 0.5; early += 0.03) {
    const pacer = createPacer(wishOf(facts()));
    const stop = pacer.subscribe(() => undefined);
    const wishedAt = time;
    pacer.wish(wishOf(facts({ profile: pending(5) })));
    for (time = wishedAt + 1_500 - early; time < wishedAt + 1_510; time += 1) jest.runOnlyPendingTimers();
    expect(pacer.shown().kind).toBe('waiting');
    stop();
  }
  clock.mockRestore();
  jest.useRealTimers();
});
