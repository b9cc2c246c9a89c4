import type { SignedInUserId } from '@/lib/clerk/session/session';
import { fromClerk, isMirrorOnly } from '@/lib/profile/core/clerk-shape';
import { isNotSet, parseText } from '@/lib/profile/model/kinds/text-of';
import { sectionOf } from '@/lib/profile/model/sections';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import { fieldNames, fieldOf, fromText, isValid, messageOfText, readValue, toText } from '@/lib/profile/model/values';
import type { FieldName } from '@/lib/profile/model/values';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { sections } from '@/lib/profile/sections';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { english } from '../support/texts/in-english';
import { clerkShapeOf } from '../support/builders';
import { startWorld, type World } from '../support/world';

/** What every field of lib/profile/fields.ts must do: a new entry is tested here by itself. */
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Texts of which each kind of field takes at least one. */
const texts = ['Ann', 'example.com', 'ann@example.com', '+49 30 1234567', '2026-01-31', '5', '50', '0.5', 'on', 'teal'];
const lists = ['Europe/Berlin', 'German (de)', 'Germany (DE)'];

/** Returns a value that the field takes and that it does not have at first. */
function exampleOf(name: FieldName): Value {
  const { control, initial } = fieldOf(name);
  const options = 'options' in control ? control.options.map(({ value }) => value) : [];
  const values = [...options, ...texts, ...lists, ''].filter((text) => parseText(fieldOf(name), text).ok);
  const found = values.map((text) => fromText(name, text)).find((value) => !isSameValue(value, initial));
  if (found === undefined) throw new Error(`Add a text to this test that the field ${name} takes.`);
  return found;
}

describe.each(fieldNames)('the field %s', (name) => {
  const field = fieldOf(name);

  it('has a label, a section that exists, and a value at first that it takes or that is not set', () => {
    expect(field.label).toMatch(/\S/);
    expect(Object.keys(sections)).toContain(sectionOf(name));
    expect(isValid(name, field.initial) || (field.required && isNotSet(field.initial))).toBe(true);
    expect(readValue(name, undefined)).toEqual(field.initial);
  });

  it('shows in its control what it stores, and reads the same from there', () => {
    const value = exampleOf(name);
    expect(isValid(name, value)).toBe(true);
    expect(fromText(name, toText(name, value))).toEqual(value);
    expect(readValue(name, JSON.parse(JSON.stringify(value)))).toEqual(value);
  });

  it('says in a sentence with its label what is wrong with a text that it does not take', () => {
    for (const text of ['a\u0000', 'x'.repeat(100_000), ''])
      if (!parseText(field, text).ok)
        expect(english.say(messageOfText(name, text) ?? '')).toMatch(new RegExp(`${field.label}.*\\.$`, 's'));
    expect(parseText(field, 'a\u0000').ok).toBe(false);
  });

  it('is saved, arrives in Clerk where it lives there, and is read by the next device', async () => {
    const userId: SignedInUserId = await world.known();
    const value = exampleOf(name);
    const saved = await world.save(userId, { [name]: value });
    if (field.locked !== undefined) return expect(saved.ok).toBe(false);
    expect(saved).toMatchObject({ ok: true, value: { values: { [name]: value } } });
    await world.dueNow(userId);
    if (!isMirrorOnly(name)) {
      expect(await reconcile(userId)).toMatchObject({ outcome: 'confirmed' });
      expect(fromClerk(clerkShapeOf(world.clerk.getUser(userId)!))[name]).toEqual(value);
    }
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { pending: [], values: { [name]: value } } });
  });
});
