import { openPage } from './open-page';

/** The places of this page in which a form keeps drafts now. */
const taken = new Set<string>();

/**
 * Takes a place for the drafts of one form, and returns its name. The first form of a page has the page's own; what a
 * form kept in a place that nobody has any more is found by the next form with those fields.
 */
export function takeSlot(): string {
  const { id } = openPage();
  let slot = id;
  for (let at = 1; taken.has(slot); at += 1) slot = `${id}.${at}`;
  taken.add(slot);
  return slot;
}

export const leaveSlot = (slot: string): void => void taken.delete(slot);

/** Returns the page that a place is of. */
export const pageOfSlot = (slot: string): string => slot.split('.', 1)[0] ?? slot;

/** Returns true for a place of this page. */
export const isOfThisPage = (slot: string): boolean => pageOfSlot(slot) === openPage().id;

/** Returns true for a place that a form of this page has. */
export const isTaken = (slot: string): boolean => taken.has(slot);
