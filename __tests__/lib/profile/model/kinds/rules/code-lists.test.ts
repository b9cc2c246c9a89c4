import { country, language, timeZone } from '@/lib/profile/model/kinds/search';
import { codeIn } from '@/lib/profile/model/kinds/rules/code-list';
import { codeLists, searchOptions } from '@/lib/profile/model/kinds/rules/code-lists';
import { parseText, textOf } from '@/lib/profile/model/kinds/text-of';

const lists = Object.keys(codeLists) as (keyof typeof codeLists)[];
const options = { label: 'Place', clerk: { publicMetadata: 'place' } };
const fields = { timeZone: timeZone(options), language: language(options), country: country(options) };

test.each(lists)('every option of the list %s is read as its own code', (list) => {
  for (const code of codeLists[list].codes()) expect(codeIn(codeLists[list], codeLists[list].shown(code))).toBe(code);
});

test.each(lists)('every option of the list %s is there once, and what its control shows of a value', (list) => {
  const shown = searchOptions(list);
  expect(new Set(shown).size).toBe(shown.length);
  expect([...shown].sort()).toEqual([...codeLists[list].codes()].map((code) => textOf(fields[list], code)).sort());
});

it('countries and languages have a name for each of their codes', () => {
  for (const list of ['country', 'language'] as const)
    expect(codeLists[list].codes().filter((code) => codeLists[list].nameOf(code) === '')).toEqual([]);
  expect(codeLists.country.codes()).toHaveLength(250);
});

describe('in a browser without names and lists', () => {
  const { DisplayNames, supportedValuesOf } = Intl;
  afterEach(() => Object.assign(Intl, { DisplayNames, supportedValuesOf }));

  it('a code is shown and read alone', async () => {
    Object.assign(Intl, { DisplayNames: undefined, supportedValuesOf: undefined });
    await jest.isolateModulesAsync(async () => {
      const bare = await import('@/lib/profile/model/kinds/search');
      expect(textOf(bare.country(options), 'DE')).toBe('DE');
      expect(parseText(bare.country(options), 'Germany (de)')).toEqual({ ok: true, value: 'DE' });
      expect(parseText(bare.country(options), 'Germany')).toMatchObject({ ok: false });
      expect(parseText(bare.language(options), 'pt-br')).toEqual({ ok: true, value: 'pt-BR' });
      expect(parseText(bare.timeZone(options), 'europe/berlin')).toEqual({ ok: true, value: 'Europe/Berlin' });
      expect(parseText(bare.timeZone(options), 'Mars/Base')).toMatchObject({ ok: false });
    });
  });

  it('a browser whose names differ reads what the server showed by its code', async () => {
    expect(parseText(fields.country, 'Turkey (TR)')).toEqual({ ok: true, value: 'TR' });
  });
});
