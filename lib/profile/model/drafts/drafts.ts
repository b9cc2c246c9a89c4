import * as z from 'zod/mini';
import type { Edit, Edits } from '../edits';
import type { Value } from '../value';
import { fieldNames, toText, type FieldName, type Values } from '../values';

/** An edit as a browser keeps it. */
export interface Draft extends Edit {
  /** when it was last typed, ms since 1970; null where an older version of the app kept it */
  at: number | null;
  /** it is offered beside its field, and not in the field: a newer one is, or the user did not want it there */
  offered?: true | undefined;
}

/** The drafts of each field. */
export type Drafts = Partial<Record<FieldName, Draft[]>>;

/** What a form holds that is not saved. */
export interface Unsaved {
  edits: Edits;
  /** other drafts of earlier pages, the newest first; null before the browser has been asked for them */
  offered: Drafts | null;
}

/** How long a draft is kept, in ms: 30 days. */
export const DRAFT_AGE_LIMIT_MS = 30 * 24 * 60 * 60 * 1000;

const rest = {
  base: z.custom<Value>((value) => value !== undefined),
  at: z._default(z.nullable(z.number()), null),
  offered: z.optional(z.literal(true)),
};
const draftSchema = z.union([
  z.object({ text: z.string(), ...rest }),
  z.pipe(
    z.object({ value: z.string(), ...rest }), // of an older version of the app
    z.transform(({ value, ...draft }) => ({ text: value, ...draft })),
  ),
]);
const storedSchema = z.union([
  z.array(draftSchema),
  z.pipe(
    draftSchema,
    z.transform((draft) => [draft]),
  ),
]);

/** Returns the drafts in a stored text, without those that are too old; none where the app did not write it. */
export function parseDrafts(text: string, now: number): Draft[] {
  const parsed = storedSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data.filter(({ at }) => at === null || now - at < DRAFT_AGE_LIMIT_MS) : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not what this app writes
  }
}

/** What can happen to the drafts that a form is given. `at`: when it happens, ms since 1970. */
export type DraftEvent =
  | { type: 'found'; drafts: Drafts }
  | { type: 'draft used'; name: FieldName; draft: Draft; at: number }
  | { type: 'draft discarded'; name: FieldName; draft: Draft };

/** Returns what a form holds after an event. Of those found the newest is in its field, the others are offered. */
export function afterDraftEvent({ edits, offered }: Unsaved, event: DraftEvent, saved: Values): Unsaved {
  if (event.type === 'found') return withFound({ edits, offered }, event.drafts, saved);
  const { name, draft } = event;
  const others = (offered?.[name] ?? []).filter(({ text }) => text !== draft.text);
  if (event.type === 'draft discarded') return { edits, offered: { ...offered, [name]: others } };
  const replaced = edits[name];
  const after = replaced ? [asOffered({ ...replaced, at: replaced.at === undefined ? event.at : replaced.at })] : [];
  after.push(...others.filter(({ text }) => text !== replaced?.text));
  const { text, base, at } = draft;
  return { edits: { ...edits, [name]: { text, base, at } }, offered: { ...offered, [name]: after } };
}

function withFound({ edits, offered }: Unsaved, found: Drafts, saved: Values): Unsaved {
  const after: Unsaved & { offered: Drafts } = { edits: { ...edits }, offered: {} };
  for (const name of fieldNames) {
    const placed = place([...(found[name] ?? []), ...(offered?.[name] ?? [])], toText(name, saved[name]), edits[name]);
    if (placed.edit) after.edits[name] = placed.edit;
    if (placed.offered.length > 0) after.offered[name] = placed.offered;
  }
  return after;
}

/**
 * Places the drafts that were found of one field: the newest becomes its edit, unless the user has `typed` there; all
 * others are offered. What is saved just so needs no draft, and equal ones are one.
 */
function place(found: readonly Draft[], saved: string, typed: Edit | undefined) {
  const newestFirst = found
    .filter(({ text }) => text !== saved && text !== typed?.text)
    .sort((a, b) => Number(a.offered ?? false) - Number(b.offered ?? false) || (b.at ?? 0) - (a.at ?? 0));
  const unlike = newestFirst.filter(({ text }, at) => newestFirst.findIndex((one) => one.text === text) === at);
  const [first, ...rest] = unlike;
  if (typed || !first || first.offered) return { edit: typed, offered: unlike.map(asOffered) };
  const { text, base, at } = first;
  return { edit: { text, base, at }, offered: rest.map(asOffered) };
}

const asOffered = (draft: Draft): Draft => ({ ...draft, offered: true });
