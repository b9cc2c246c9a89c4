import { act } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import '../../support/dom';
import { AllControls, anyControl, fieldOn, postedBy } from '../../support/any-control';
import { serverHtml } from '../../support/server-html';

it('every control keeps what was done in it, and the focus, where React draws the page anew', async () => {
  const page = document.body.appendChild(document.createElement('div'));
  page.innerHTML = await serverHtml(<AllControls />);
  const early = fieldOn(page, 'text');
  for (const [name, { use }] of Object.entries(anyControl)) use(fieldOn(page, name));
  const last = document.activeElement;
  expect(last).toHaveAttribute('name', 'color');
  early.before(document.createElement('span')); // as a password manager does

  const reported: Record<string, string> = {};
  const onRecoverableError = jest.fn();
  const root = await act(async () =>
    hydrateRoot(page, <AllControls onChange={(name, text) => (reported[name] = text)} />, { onRecoverableError }),
  );
  expect(onRecoverableError).toHaveBeenCalled();
  expect(early.isConnected).toBe(false);
  for (const [name, { after }] of Object.entries(anyControl)) {
    expect({ name, text: reported[name] }).toEqual({ name, text: after.join('\n') });
    const entries = postedBy(page, name);
    expect({ name, entries }).toEqual({ name, entries: after });
  }
  expect(document.activeElement).not.toBe(last);
  expect(document.activeElement).toHaveAttribute('name', 'color');
  expect(document.activeElement).toBeChecked();
  act(() => root.unmount());
  page.remove();
});
