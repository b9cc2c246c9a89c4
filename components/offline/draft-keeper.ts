import type { Draft, Drafts, Unsaved } from '@/lib/profile/model/drafts/drafts';
import type { FieldName } from '@/lib/profile/model/values';
import { listDrafts, rememberDrafts, removeDrafts, storeDrafts, type StoredDrafts } from './drafts';
import { claimGonePages, openPage } from './open-page';

/**
 * Keeps what the form of this page holds as drafts in this browser, under the page's own id, and takes over those of
 * pages that are gone. Another open page never has them.
 */
export class DraftKeeper {
  private last: Unsaved = { edits: {}, offered: null };
  private readonly unkept = new Set<FieldName>();
  /** what an earlier form of this same page left */
  private readonly own: StoredDrafts[];
  /** called once the form has what was taken over, and this page keeps it */
  private onTaken = () => {};

  /** `names`: the fields that the form has. Drafts of others are left to the page that has them. */
  constructor(
    private readonly userId: string,
    private readonly names: readonly FieldName[],
  ) {
    rememberDrafts(userId);
    this.own = this.list().filter(({ page }) => page === openPage().id);
  }

  /** Returns false if the browser does not keep all that the form holds. */
  get isKept(): boolean {
    return this.unkept.size === 0;
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
      if (storeDrafts(this.userId, openPage().id, name, drafts)) this.unkept.delete(name);
      else if (drafts.length > 0) this.unkept.add(name);
    }
    this.last = now;
    if (isFirst && this.isKept) this.onTaken();
  }

  /**
   * Calls `onFound` with the drafts of pages that are gone: at once if there are none. They stay theirs until the form
   * holds them and `write` has kept that: a crash in between loses none.
   */
  async takeOver(onFound: (found: Drafts) => void): Promise<void> {
    const left = this.listLeft();
    if (left.length === 0) return onFound(byField(this.own));
    const gone = await claimGonePages([...new Set(left.flatMap(({ page }) => page ?? []))]);
    const taken = this.listLeft().filter(({ page }) => page === null || gone.ids.has(page));
    this.onTaken = () => {
      removeDrafts(taken.map(({ key }) => key));
      gone.release();
    };
    onFound(byField([...this.own, ...taken]));
  }

  private listLeft(): StoredDrafts[] {
    if (window !== window.parent) return []; // a frame that renews the session: nobody sees it
    return this.list().filter(({ page }) => page !== openPage().id);
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
