import type { Draft, Drafts, Unsaved } from '@/lib/profile/model/drafts/drafts';
import type { FieldName } from '@/lib/profile/model/values';
import { isOfThisPage, isTaken, leaveSlot, pageOfSlot, takeSlot } from './draft-slots';
import { listDrafts, rememberDrafts, removeDrafts, storeDrafts, type StoredDrafts } from './drafts';
import { claimGonePages } from './open-page';

/** The drafts that forms of this page have taken over and do not keep yet: no other form is given them. */
const takenOver = new Set<string>();

/**
 * Keeps what a form holds as drafts in this browser, in a place of its own in this page, and takes over those of forms
 * and pages that are gone. Another open form or page never has them.
 */
export class DraftKeeper {
  private last: Unsaved = { edits: {}, offered: null };
  private readonly unkept = new Set<FieldName>();
  private readonly slot = takeSlot();
  /** what an earlier form left in the same place */
  private readonly own: StoredDrafts[];
  /** called once the form has what was taken over, and this page keeps it */
  private onTaken = () => {};
  /** lets other forms have what was not taken after all */
  private release = () => {};

  /** `names`: the fields that the form has. Drafts of others are left to the form that has them. */
  constructor(
    private readonly userId: string,
    private readonly names: readonly FieldName[],
  ) {
    rememberDrafts(userId);
    this.own = this.list().filter(({ page }) => page === this.slot);
  }

  /** Returns false if the browser does not keep all that the form holds. */
  get isKept(): boolean {
    return this.unkept.size === 0;
  }

  /** Ends the form's claim to its place: what it kept is for the next form. */
  close(): void {
    leaveSlot(this.slot);
    this.release();
  }

  /** Keeps what the form holds now. What has not changed is not written again. */
  write(now: Unsaved): void {
    const isFirst = now.offered !== null && this.last.offered === null;
    for (const name of this.names) {
      const edit = now.edits[name];
      const isSame = edit === this.last.edits[name] && now.offered?.[name] === this.last.offered?.[name];
      if (isSame && !isFirst && !this.unkept.has(name)) continue;
      const drafts: Draft[] = edit ? [{ ...edit, at: edit.at === undefined ? Date.now() : edit.at }] : [];
      drafts.push(...((now.offered ?? byField(this.own))[name] ?? []));
      if (storeDrafts(this.userId, this.slot, name, drafts)) this.unkept.delete(name);
      else if (drafts.length > 0) this.unkept.add(name);
    }
    this.last = now;
    if (isFirst && this.isKept) this.onTaken();
  }

  /**
   * Calls `onFound` with the drafts of forms and pages that are gone, unless the form `isLeft` by then: at once if
   * there are none. They stay theirs until the form holds them and `write` has kept that: a crash in between loses
   * none.
   */
  async takeOver(isLeft: () => boolean, onFound: (found: Drafts) => void): Promise<void> {
    const left = this.listLeft();
    if (left.length === 0) return onFound(byField(this.own));
    const pages = left.flatMap(({ page }) => (page === null || isOfThisPage(page) ? [] : pageOfSlot(page)));
    const gone = await claimGonePages([...new Set(pages)]);
    if (isLeft()) return gone.release();
    const taken = this.listLeft().filter(
      ({ page }) => page === null || isOfThisPage(page) || gone.ids.has(pageOfSlot(page)),
    );
    const keys = taken.map(({ key }) => key);
    for (const key of keys) takenOver.add(key);
    this.release = () => {
      this.release = this.onTaken = () => {};
      for (const key of keys) takenOver.delete(key);
      gone.release();
    };
    this.onTaken = () => {
      removeDrafts(keys);
      this.release();
    };
    onFound(byField([...this.own, ...taken]));
  }

  /** The drafts that no form of this page has, or is about to have. */
  private listLeft(): StoredDrafts[] {
    if (window !== window.parent) return []; // a frame that renews the session: nobody sees it
    return this.list().filter(({ key, page }) => !(page !== null && isTaken(page)) && !takenOver.has(key));
  }

  private list(): StoredDrafts[] {
    return listDrafts(this.userId).filter(({ name }) => this.names.includes(name));
  }
}

function byField(stored: readonly StoredDrafts[]): Drafts {
  const all: Drafts = {};
  for (const { name, drafts } of stored) all[name] = [...(all[name] ?? []), ...drafts];
  return all;
}
