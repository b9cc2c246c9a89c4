import { act } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import '../../support/dom';
import { AllControls, fieldOn, postedBy } from '../../support/any-control';
import { serverHtml } from '../../support/server-html';

it('a textarea keeps what was typed before the script, and the caret, although React writes over it', async () => {
  const page = document.body.appendChild(document.createElement('div'));
  page.innerHTML = await serverHtml(<AllControls names={['lines']} />);
  const textarea = fieldOn(page, 'lines').querySelector('textarea')!;
  textarea.focus();
  textarea.value = 'early\nlines';
  textarea.setSelectionRange(3, 3);
  const reported = jest.fn();
  const root = await act(async () => hydrateRoot(page, <AllControls names={['lines']} onChange={reported} />));
  expect(reported.mock.calls).toEqual([['lines', 'early\nlines']]);
  expect(postedBy(page, 'lines')).toEqual(['early\nlines']);
  expect(fieldOn(page, 'lines').querySelector('textarea')).toBe(textarea);
  expect(textarea).toHaveFocus();
  expect(textarea.selectionStart).toBe(3);
  act(() => root.unmount());
  page.remove();
});
