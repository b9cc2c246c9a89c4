import { english, inEnglish } from '@/__tests__/support/in-english';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  anyJson,
  brokenValue,
  fieldOfKind,
  kindCase,
  kindNames,
  validText,
  validValue,
} from '@/__tests__/support/any-kind';
import { complaintAbout, isByRule, parseText, readStored, storedOf, textOf } from '@/lib/profile/model/kinds/text-of';
import { isSameValue } from '@/lib/profile/model/value';

/** A builder is in a file of its name: "person-name.ts" has personName. */
const builderIn = (file: string): string =>
  file.replace('.ts', '').replace(/-[a-z]/g, ([, letter = '']) => letter.toUpperCase());

it('every builder of a kind is in the table that these tests go through', () => {
  const folder = join(__dirname, '../../../../../lib/profile/model/kinds');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !/^(kind|text-of)\.ts$/.test(file));
  const searched = ['timeZone', 'language', 'country'];
  const builders = files.flatMap((file) => (file === 'search.ts' ? searched : [builderIn(file)]));
  expect([...kindNames].sort()).toEqual(builders.sort());
});

describe.each(kindNames)('a field of the kind %s', (kind) => {
  const field = fieldOfKind(kind);
  const required = fieldOfKind(kind, { required: true });
  const named = new RegExp(`My ${kind}.*\\.$`, 's');
  const { typed, badTexts, badValues, free } = kindCase(kind);

  test.each(typed)('stores of what is typed, %j, the value %j', (text, stored) => {
    expect(parseText(field, text)).toEqual({ ok: true, value: stored });
    expect(storedOf(field, text)).toEqual(stored);
  });

  test.each(badTexts)('refuses %j in a sentence that names it and ends', (text) => {
    expect(parseText(field, text)).toEqual({ ok: false, message: expect.stringMatching(named) });
    expect(storedOf(field, text)).toBe(text);
  });

  test.each(badValues.map((value) => [value]))('shows the stored value %j as it is, with its complaint', (value) => {
    expect(isByRule(field, value)).toBe(false);
    expect(inEnglish(complaintAbout(field, value))).toMatch(named);
    expect(readStored(field, value)).toEqual(value);
    const shown = textOf(field, value);
    expect(shown.replaceAll(/\\?"/g, '')).toContain(
      (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', ''),
    );
    if (!free || typeof value === 'string') expect(parseText(field, shown).ok).toBe(false);
  });

  it('starts with a value that follows its rule, and shows it as the empty control or as a valid one', () => {
    expect(isByRule(field, field.initial)).toBe(true);
    expect(readStored(field, undefined)).toEqual(field.initial);
    expect(readStored(field, null)).toEqual(field.initial);
    expect(parseText(field, textOf(field, field.initial))).toEqual({ ok: true, value: field.initial });
  });

  it('can be left empty unless it is required, and is shown as empty while it is', () => {
    const [[empty] = ['']] = typed;
    expect(parseText(field, empty).ok).toBe(true);
    expect(textOf(required, required.initial)).toBe('');
    if (kind === 'toggle' || kind === 'color') return; // one is always something; the other takes its initial value
    expect(inEnglish(parseText(required, empty))).toEqual({
      ok: false,
      message: expect.stringMatching(/can’t be empty\..*\.$/),
    });
  });

  it('reads back from its control each value that it stores', () => {
    fc.assert(
      fc.property(validValue(kind), (value) => {
        expect(isByRule(field, value)).toBe(true);
        expect(parseText(field, textOf(field, value))).toEqual({ ok: true, value });
        expect(readStored(field, value)).toEqual(value);
      }),
    );
  });

  it('shows what it stored of a text in a form that does not change any more', () => {
    fc.assert(
      fc.property(validText(kind), (text) => {
        const shown = textOf(field, storedOf(field, text));
        expect(textOf(field, storedOf(field, shown))).toBe(shown);
      }),
    );
  });

  it('never shows a broken value as empty, or as a text that it would take for a valid one', () => {
    fc.assert(
      fc.property(
        brokenValue(kind).filter((value) => value !== null && !isByRule(field, value)),
        (value) => {
          const shown = textOf(field, value);
          expect(shown).not.toBe('');
          if (parseText(field, shown).ok) expect(free && shown).toBe(JSON.stringify(value));
        },
      ),
    );
  });

  it('never shows two different values as the same text, unless all texts are valid', () => {
    fc.assert(
      fc.property(validValue(kind), anyJson, (valid, other) => {
        const read = readStored(field, other);
        if (textOf(field, valid) === textOf(field, read) && !(free && typeof other !== 'string'))
          expect(isSameValue(valid, read)).toBe(true);
      }),
    );
  });

  it('reads what is stored, any JSON, into a form that does not change any more, and drops nothing', () => {
    fc.assert(
      fc.property(anyJson, (stored) => {
        const read = readStored(field, stored);
        expect(readStored(field, read)).toEqual(read);
        expect(isByRule(field, read)).toBe(
          stored === null || isByRule(field, stored) || isSameValue(read, field.initial),
        );
        if (!isByRule(field, read)) expect(isSameValue(read, stored)).toBe(true);
      }),
    );
  });

  it('answers any text, and each message names it and ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const parsed = parseText(field, text);
        if (!parsed.ok) expect(english.say(parsed.message)).toMatch(named);
        else expect(parseText(field, textOf(field, parsed.value))).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });
});
