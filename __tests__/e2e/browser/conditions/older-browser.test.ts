import { change, expect, expectConfirmed, expectProfile, signInOnForm, test } from '../../support/fixtures';

/**
 * Takes away what Firefox 111 lacks, the oldest that Next supports, and newer browsers have. Source: MDN's
 * browser-compat-data. What a page brings along for such browsers (`URL.canParse`) comes back.
 */
function makeOld(): void {
  const newer: [object, string[]][] = [
    [Intl, ['Segmenter', 'DurationFormat']],
    [AbortSignal, ['any']],
    [Promise, ['withResolvers', 'try']],
    [Object, ['groupBy']],
    [Map, ['groupBy']],
    [URL, ['canParse', 'parse']],
    [Array, ['fromAsync']],
    [Array.prototype, ['toReversed', 'toSorted', 'toSpliced', 'with']],
    [String.prototype, ['isWellFormed', 'toWellFormed']],
    [
      Set.prototype,
      ['union', 'intersection', 'difference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom', 'symmetricDifference'],
    ],
    [document.constructor.prototype as object, ['startViewTransition']],
  ];
  for (const [owner, names] of newer) for (const name of names) Reflect.deleteProperty(owner, name);
}

test('the oldest browser that Next supports shows and saves the profile, and counts as the server does', async ({
  page,
  person,
  stack,
}) => {
  await page.addInitScript(makeOld);
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  await signInOnForm(page, person);
  const syllable = 'नि'; // one character to a reader, two to a program
  await change(page, { firstName: syllable.repeat(65) });
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveAccessibleDescription(/at most 64/);
  await change(page, { firstName: syllable.repeat(64) });
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: syllable.repeat(64) });
  await page.reload();
  await expectProfile(page, { firstName: syllable.repeat(64), lastName: 'Lee' });
  await expectConfirmed(page);
  await expect(page.getByRole('region', { name: 'Preview' }).getByRole('img')).toHaveText(`${syllable}L`);
  expect(problems).toEqual([]);
});
