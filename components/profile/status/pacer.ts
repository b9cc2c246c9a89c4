import type { SyncState } from './sync-state';

type Kind = SyncState['kind'];

/**
 * How the states that come and go without anybody's doing are paced, in ms. `after`: how long one lasts before it is
 * shown. `atLeast`: how long it is then shown before good news may take its place: 2 s are time to notice it and to
 * read eight words, at 238 a minute (Brysbaert 2019, "How many words do we read per minute?").
 */
const pacing: Partial<Record<Kind, { after: number; atLeast: number }>> = {
  saving: { after: 300, atLeast: 500 },
  waiting: { after: 1_500, atLeast: 2_000 },
  'refused in part': { after: 1_500, atLeast: 0 },
  reconnecting: { after: 1_500, atLeast: 2_000 },
  mirror: { after: 0, atLeast: 2_000 },
  direct: { after: 0, atLeast: 2_000 },
  offline: { after: 0, atLeast: 2_000 },
};

/** What comes without anybody's doing, and needs nobody to act: it can wait until what is shown has been read. */
const calm: readonly Kind[] = ['committed', 'waiting', 'confirmed', 'welcome', 'reconnecting', 'mirror', 'direct'];

/** A save goes this way, and never back: an older answer that says otherwise is overtaken. */
const order: Partial<Record<Kind, number>> = { committed: 1, waiting: 2, confirmed: 3 };

/** What is true now, and what may be said of it. */
export interface Wish {
  state: SyncState;
  /** what to show instead for as long as `state` has not lasted */
  meanwhile: SyncState;
  /** names what is pending, if anything is: the same for as long as it is */
  period: string | null;
  /** it has lasted long enough already, before this page was there */
  hasLasted: boolean;
}

/** What is shown, and what decides for how long; times in ms. */
export interface Paced {
  shown: SyncState;
  shownAt: number;
  wished: Kind;
  wishedAt: number;
  /** how far the latest period has come, by `order` */
  period: string | null;
  reached: number;
}

/** Returns the beginning: the first state is shown at once. */
export const beginPaced = ({ state, period }: Wish, now: number): Paced => ({
  shown: state,
  shownAt: now,
  wished: state.kind,
  wishedAt: now,
  period,
  reached: order[state.kind] ?? 0,
});

/** Returns what is shown after a look at `now`; what was shown before, itself, if nothing is different. Pure. */
export function lookAt(before: Paced, wish: Wish, now: number): Paced {
  const { state, period } = wish;
  const wishedAt = state.kind === before.wished ? before.wishedAt : now;
  const isNewPeriod = period !== null && period !== before.period;
  const reached = isNewPeriod ? 0 : before.reached;
  const next = nextState({ ...before, wishedAt, reached }, wish, now);
  const after: Paced = {
    shown: isSame(next, before.shown) ? before.shown : next,
    shownAt: next.kind === before.shown.kind ? before.shownAt : now,
    wished: state.kind,
    wishedAt,
    period: period ?? before.period,
    reached: Math.max(reached, order[next.kind] ?? 0),
  };
  return (Object.keys(after) as (keyof Paced)[]).every((key) => after[key] === before[key]) ? before : after;
}

function nextState(
  { shown, shownAt, wishedAt, reached }: Paced,
  { state, meanwhile, hasLasted }: Wish,
  now: number,
): SyncState {
  const isDue = hasLasted || shown.kind === state.kind || now - wishedAt >= (pacing[state.kind]?.after ?? 0);
  // What waits to be sent, or has not been looked for, is not saved: that stays true while it is sent.
  const isStillTrue = state.kind === 'saving' && ['unchecked', 'held'].includes(shown.kind);
  const next = isDue ? state : isStillTrue ? shown : meanwhile;
  if (next.kind === shown.kind) return next;
  const isBackwards = (order[next.kind] ?? reached) < reached && order[shown.kind] !== undefined;
  if (isBackwards) return shown;
  const mayReplace = !calm.includes(next.kind) || now - shownAt >= (pacing[shown.kind]?.atLeast ?? 0);
  return mayReplace ? next : shown;
}

const isSame = (a: SyncState, b: SyncState): boolean =>
  a.kind === b.kind && a.title === b.title && a.detail === b.detail && a.lasting === b.lasting;

/** Returns when to look again if nothing else happens, in ms; null if only something else can change what is shown. */
export function lookAgainAt({ shown, shownAt, wishedAt }: Paced, { state }: Wish, now: number): number | null {
  if (shown.kind === state.kind) return null;
  const waits = [
    { since: wishedAt, ms: pacing[state.kind]?.after ?? 0 },
    { since: shownAt, ms: pacing[shown.kind]?.atLeast ?? 0 },
  ];
  const left = waits.filter(({ since, ms }) => now - since < ms); // just what `lookAt` finds too early
  return left.length > 0 ? Math.min(...left.map(({ since, ms }) => since + ms)) : null;
}

/** Shows one state after the other, each for as long as it takes to read. */
export interface Pacer {
  wish: (wish: Wish) => void;
  shown: () => SyncState;
  subscribe: (changed: () => void) => () => void;
}

/** Returns a pacer that shows the first wish. It has a timer only while somebody listens. */
export function createPacer(first: Wish): Pacer {
  const now = () => performance.now();
  let current = first;
  let paced = beginPaced(first, now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  function look() {
    clearTimeout(timer);
    const before = paced.shown;
    const at = now(); // one moment for both: what falls due in between would never be looked at again
    paced = lookAt(paced, current, at);
    const next = lookAgainAt(paced, current, at);
    if (next !== null && listeners.size > 0) timer = setTimeout(look, Math.max(1, next - at));
    if (paced.shown !== before) listeners.forEach((changed) => changed());
  }

  return {
    wish: (wish) => {
      current = wish;
      look();
    },
    shown: () => paced.shown,
    subscribe: (changed) => {
      listeners.add(changed);
      look();
      return () => {
        listeners.delete(changed);
        if (listeners.size === 0) clearTimeout(timer);
      };
    },
  };
}
