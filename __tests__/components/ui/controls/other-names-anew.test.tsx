import { editsOfDrawnTwice } from '../../support/drawn-twice';

it('what is drawn anew otherwise than the server did is no edit, and what was typed before is one', async () => {
  const edits = await editsOfDrawnTwice((page) => {
    page.querySelector('[data-field]')!.before(document.createElement('span')); // as a password manager does
    page.querySelector('textarea')!.value = 'c';
  });
  expect(edits).toEqual({ lines: 'c' });
});
