import { editsOfDrawnTwice } from '../../support/drawn-twice';

it('what the script draws otherwise than the server is no edit, and what was typed before is one', async () => {
  const edits = await editsOfDrawnTwice((page) => {
    page.querySelector('textarea')!.value = 'c';
  });
  expect(edits).toEqual({ lines: 'c' });
});
