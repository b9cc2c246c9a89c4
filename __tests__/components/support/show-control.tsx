import './dom';
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ComponentType } from 'react';
import { hydrateRoot, type RootOptions } from 'react-dom/client';
import type { ControlProps } from '@/components/ui/field/field-frame';
import { English, render } from './english';
import { serverHtml } from './server-html';

type Shown<Props> = Omit<Props, 'name' | 'label' | 'onChange' | 'onLeave'>;

/** A control in a form, as a page holds it: its text is kept, and what the form would post can be read. */
export function controlOn<Props extends ControlProps>(
  Control: ComponentType<Props>,
  { value, ...props }: Shown<Props>,
) {
  const left = jest.fn();
  const texts: string[] = [];
  let setText: (text: string) => void;
  function Page() {
    const [text, set] = useState(value);
    setText = set;
    const all = {
      name: 'field',
      label: 'Field',
      value: text,
      onLeave: left,
      onChange: (next: string) => {
        texts.push(next);
        set(next);
      },
      ...props,
    } as unknown as Props;
    return (
      <English>
        <form aria-label="Form" onSubmit={(event) => event.preventDefault()}>
          <Control {...all} />
          <button type="button">After</button>
        </form>
      </English>
    );
  }
  return {
    Page,
    left,
    /** every text that the control has reported */
    texts,
    /** what the page makes the control show */
    setText: (text: string) => act(() => setText(text)),
  };
}

/** Shows a control, and returns a hand to use it with. */
export function showControl<Props extends ControlProps>(Control: ComponentType<Props>, props: Shown<Props>) {
  const control = controlOn(Control, props);
  render(<control.Page />);
  return { ...control, user: userEvent.setup() };
}

/** What a browser would post of the control, under its name or under another. */
export const posted = (name = 'field'): FormDataEntryValue[] =>
  new FormData(screen.getByRole<HTMLFormElement>('form', { name: 'Form' })).getAll(name);

/** Shows a control as the server sends it, lets `before` use it, and then runs the page's script over it. */
export async function hydrated<Props extends ControlProps>(
  Control: ComponentType<Props>,
  props: Shown<Props>,
  before: (page: HTMLElement) => void,
  options?: RootOptions,
) {
  const control = controlOn(Control, props);
  const page = document.body.appendChild(document.createElement('div'));
  page.innerHTML = await serverHtml(<control.Page />);
  before(page);
  const root = await act(async () => hydrateRoot(page, <control.Page />, options));
  return {
    ...control,
    end: () => {
      act(() => root.unmount());
      page.remove();
    },
  };
}
