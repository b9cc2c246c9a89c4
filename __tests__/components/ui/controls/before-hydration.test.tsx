import { act } from '@testing-library/react';
import { hydrateRoot } from 'react-dom/client';
import '../../support/dom';
import { AllControls, anyControl, fieldOn, postedBy } from '../../support/any-control';
import { serverHtml } from '../../support/server-html';

it('a control posts what it shows before the script, and what was done in it stays when the script runs', async () => {
  const page = document.body.appendChild(document.createElement('div'));
  page.innerHTML = await serverHtml(<AllControls />);
  for (const [name, { value, shown = [value] }] of Object.entries(anyControl)) {
    const entries = postedBy(page, name);
    expect({ name, entries }).toEqual({ name, entries: shown });
  }
  // all but the textarea: what it reports is drawn at once, and only the profile's form keeps others through that
  const names = Object.keys(anyControl).filter((name) => name !== 'lines');
  page.innerHTML = await serverHtml(<AllControls names={names} />);
  for (const name of names) anyControl[name]!.use(fieldOn(page, name));
  const focused = document.activeElement;
  const form = await act(async () => hydrateRoot(page, <AllControls names={names} />));
  for (const name of names) {
    const entries = postedBy(page, name);
    const { value, after } = anyControl[name]!;
    // a value that is none of the choices is posted too, before what was chosen, until the script knows of that
    const isFirst = name === 'neither' || name === 'severalOfOthers';
    expect({ name, entries }).toEqual({ name, entries: isFirst ? [value, ...after] : after });
  }
  expect(document.activeElement).toBe(focused);
  act(() => form.unmount());
  page.remove();
});
