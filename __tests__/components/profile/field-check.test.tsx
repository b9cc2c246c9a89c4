import '@/__tests__/support/fields/with-username';
import { English } from '../support/english';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { committed, saveButton, sent, showForm } from '../support/show-form';
import { serverHtml } from '../support/server-html';
import FieldCheck from '@/components/profile/checks/field-check';
import { formReducer, initialState } from '@/components/profile/form/form-state';
import { textToCheck } from '@/components/profile/form/form-view';
import type { FieldName } from '@/lib/profile/model/values';
import { fail } from '@/lib/result';
import { aProfile } from '@/__tests__/support/builders';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const username = 'username' as FieldName;
const profile = aProfile({ values: { [username]: 'ann_lee' } });

/** A request for what a check says, and how it is answered. */
interface Asked {
  body: unknown;
  signal: AbortSignal;
  answer: (check: unknown, status?: number) => void;
  fail: () => void;
}

/** The form, with its requests for checks; `reply` answers each at once, without it a test answers. */
function show(reply?: (asked: Asked) => void) {
  const form = showForm({ profile });
  const all: Asked[] = [];
  const others = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    if (input !== '/api/profile/check') return others(input, init);
    return new Promise((resolve, reject) => {
      const { signal } = init as { signal: AbortSignal };
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      const asked: Asked = {
        body: JSON.parse(init?.body as string),
        signal,
        answer: (check, status = 200) =>
          resolve({ ok: status < 400, status, json: async () => check } as unknown as Response),
        fail: () => reject(new TypeError('Failed to fetch')),
      };
      all.push(asked);
      reply?.(asked);
    });
  };
  form.show();
  return { ...form, asked: all };
}

const control = () => screen.getByRole('textbox', { name: 'User name' });
const line = () => control().closest('[data-field]')!.querySelector('[aria-live="polite"]');
/** Waits for a request: it is sent once nothing was typed for a while. */
const until = (expectation: () => void) => waitFor(expectation, { timeout: 5_000 });

describe('a field with a check, while its value is typed', () => {
  it('a value is called free once nothing was typed for a while, after one request', async () => {
    const { asked } = show(({ answer }) => answer({ is: 'accepted' }));
    for (const value of ['', ' Bea_', ' Bea_Lee']) fireEvent.change(control(), { target: { value } });
    await until(() => expect(line()).toHaveTextContent('“bea_lee” is free'));
    expect(asked.map(({ body }) => body)).toEqual([{ name: username, text: ' Bea_Lee' }]);
  });

  it('the message of a check is shown, and does not keep anybody from saving', async () => {
    const { user, save } = show(({ answer }) => answer({ is: 'refused', message: 'Taken.' }));
    save.mockResolvedValue(committed(profile, {}));
    await user.type(control(), '2');
    await until(() => expect(line()).toHaveTextContent('Taken.'));
    expect(control()).not.toBeInvalid();
    await user.click(saveButton());
    await until(() => expect(save).toHaveBeenCalledTimes(1));
    expect(sent(save).patch).toEqual({ [username]: 'ann_lee2' });
  });

  it('a save does not wait for a check that is not answered', async () => {
    const { user, save, asked } = show();
    save.mockResolvedValue(committed(profile, { values: { ...profile.values, [username]: 'ann_lee2' } }));
    await user.type(control(), '2');
    await until(() => expect(asked).toHaveLength(1));
    await user.click(saveButton());
    await until(() => expect(save).toHaveBeenCalledTimes(1));
    await until(() => expect(asked[0]!.signal.aborted).toBe(true)); // nobody asks any more
  });

  it('an answer is never shown for another text than it was asked about', async () => {
    const { user, asked } = show();
    await user.type(control(), '2');
    await until(() => expect(asked).toHaveLength(1));
    await user.type(control(), '3');
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[0]!.answer({ is: 'refused', message: 'Of the first.' });
    await until(() => expect(asked).toHaveLength(2));
    expect(line()).toBeEmptyDOMElement();
    asked[1]!.answer({ is: 'accepted' });
    await until(() => expect(line()).toHaveTextContent('“ann_lee23” is free'));
    await user.type(control(), '4');
    expect(line()).toBeEmptyDOMElement();
  });

  it('only a changed text that follows the rule is asked about', () => {
    const begun = initialState({ profile, isSaving: false, sending: [], unsaved: null });
    const asked = (text: string, state = begun) =>
      textToCheck(formReducer(state, { type: 'typed', name: username, text }), username);
    expect(asked('Bea_Lee ')).toBe('Bea_Lee ');
    for (const text of ['bea lee', 'bea', ' ANN_lee ', '', ' ']) expect(asked(text)).toBeNull();
    expect(textToCheck(begun, username)).toBeNull();
    expect(asked('bea_lee', { ...begun, sending: [{ [username]: 'bea_lee' }] })).toBeNull(); // on its way
  });

  it.each<[string, (asked: Asked) => void]>([
    ['says that it is not known', ({ answer }) => answer({ is: 'unknown' })],
    ['refuses to be asked so often', ({ answer }) => answer({ message: 'Too many.' }, 429)],
    ['is not this app', ({ answer }) => answer({ is: 'hotel' })],
    ['does not answer', ({ fail }) => fail()],
  ])('nothing is said where the server %s', async (_what, reply) => {
    const { user, asked } = show(reply);
    await user.type(control(), '2');
    await until(() => expect(asked).toHaveLength(1));
    expect(line()).toBeEmptyDOMElement();
  });

  it('a refusal of the save stands in the line of the check, until something else is typed', async () => {
    const { user, save } = show(({ answer }) => answer({ is: 'accepted' }));
    save.mockResolvedValue(fail('Nothing was saved.', { [username]: 'Taken meanwhile.' }));
    await user.type(control(), '2');
    await user.click(saveButton());
    await until(() => expect(control()).toHaveAccessibleDescription('Taken meanwhile.'));
    expect(line()).toBeNull();
    await user.type(control(), '3');
    await until(() => expect(line()).toHaveTextContent('“ann_lee23” is free'));
  });

  it('the line has its room before anything is said, in the server’s page too', async () => {
    show();
    expect(line()).toHaveClass('min-h-5');
    expect(
      screen.getByRole('textbox', { name: 'Last name' }).closest('[data-field]')!.querySelector('[aria-live]'),
    ).toBeNull();
    const html = await serverHtml(
      <English>
        <QueryClientProvider client={new QueryClient()}>
          <FieldCheck name={username} text={null} />
        </QueryClientProvider>
      </English>,
    );
    expect(html).toMatch(/^<p aria-live="polite" class="min-h-5[^"]*"><\/p>$/);
  });
});
