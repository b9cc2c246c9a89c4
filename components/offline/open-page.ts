import { newSaveId } from '@/lib/profile/model/save-id';
import { requestLock } from '@/lib/request-lock';
import { within } from '@/lib/within';
import { notifyPages, onPageMessage } from './page-messages';

/** A page of this app that is open in a tab: what it keeps in the browser is under its id. */
interface OpenPage {
  /** made anew whenever a page is opened: a duplicated tab has another */
  id: string;
  /** the page that this tab showed before, or the one that it is a duplicate of; null in a new tab */
  before: string | null;
  /** resolves once other pages can find out that this one is open: true if by a lock, which is exact */
  isLocked: Promise<boolean>;
}

/** The pages that are gone, as this page alone knows now. */
export interface GonePages {
  ids: ReadonlySet<string>;
  /** Lets other pages have them too. */
  release: () => void;
}

const PAGE_KEY = 'perdure:page';
const lockOf = (id: string): string => `perdure:page:${id}`;
/** How long to wait for the browser's locks, or for other pages, in ms: some never answer. */
const ANSWER_WITHIN_MS = 300;

let opened: OpenPage | undefined;

/** Returns this page, which counts as open from now on until it is closed or crashes. */
export function openPage(): OpenPage {
  if (opened) return opened;
  const id = newSaveId();
  const locked = new Promise<boolean>((resolve) => {
    const held = () => {
      resolve(true);
      return new Promise<never>(() => undefined); // until the page is gone
    };
    requestLock(lockOf(id), {}, held).catch(() => resolve(false));
  });
  const isLocked = within(ANSWER_WITHIN_MS, locked, () => undefined).then((answer) => answer ?? false);
  onPageMessage('which pages are open', (question) => notifyPages('page is open', `${question} ${id}`));
  return (opened = { id, before: replaceInTab(id), isLocked });
}

/** Notes in the tab which page it shows, and returns the one that it showed before. */
function replaceInTab(id: string): string | null {
  try {
    const before = sessionStorage.getItem(PAGE_KEY);
    sessionStorage.setItem(PAGE_KEY, id);
    return before;
  } catch {
    return null; // every page is then that of a new tab
  }
}

/** A page that is gone, claimed by this one for as long as any of its forms has a use for it. */
interface Claim {
  isGone: Promise<boolean>;
  uses: number;
  release: () => void;
}

const claims = new Map<string, Claim>();

/** Claims those of the pages that are gone for a form, so that no other page claims them at the same time. */
export async function claimGonePages(ids: readonly string[]): Promise<GonePages> {
  const { isLocked } = openPage();
  if (ids.length === 0) return { ids: new Set(), release: () => {} };
  if (!(await isLocked)) {
    const open = await listOpenPages();
    return { ids: new Set(ids.filter((id) => !open.has(id))), release: () => {} };
  }
  const asked = ids.map((id) => [id, claimPage(id)] as const);
  const gone: [string, Claim][] = [];
  for (const [id, claim] of asked)
    if (await claim.isGone) gone.push([id, claim]);
    else giveBack(id, claim);
  return { ids: new Set(gone.map(([id]) => id)), release: () => gone.forEach(([id, claim]) => giveBack(id, claim)) };
}

function claimPage(id: string): Claim {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  const claim = claims.get(id) ?? { isGone: lock(id, id === openPage().before, released), uses: 0, release };
  claims.set(id, claim);
  claim.uses += 1;
  return claim;
}

function giveBack(id: string, claim: Claim): void {
  claim.uses -= 1;
  if (claim.uses > 0) return;
  claims.delete(id);
  claim.release();
}

/** Returns true with the lock of a page, held until `released`; false if it is open. One that `isGoing` is awaited. */
async function lock(id: string, isGoing: boolean, released: Promise<void>): Promise<boolean> {
  const waiting = new AbortController();
  const granted = new Promise<boolean>((resolve) => {
    const held = (given: Lock | null) => {
      if (given === null || waiting.signal.aborted) return resolve(false);
      resolve(true);
      return released;
    };
    requestLock(lockOf(id), isGoing ? { signal: waiting.signal } : { ifAvailable: true }, held).catch(() =>
      resolve(false),
    );
  });
  const answer = await within(ANSWER_WITHIN_MS, granted, () => undefined);
  waiting.abort();
  return answer ?? false;
}

/** Returns the ids of the other pages that say in time that they are open. One that the browser stopped does not. */
async function listOpenPages(): Promise<Set<string>> {
  const question = newSaveId();
  const open = new Set<string>();
  const end = onPageMessage('page is open', (answer) => {
    const [to, id] = answer.split(' ');
    if (to === question && id !== undefined) open.add(id);
  });
  notifyPages('which pages are open', question);
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN_MS));
  end();
  return open;
}
