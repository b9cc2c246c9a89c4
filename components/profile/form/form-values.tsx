import { Component, type ReactNode, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { formNames } from '@/lib/profile/model/form-names';
import { isSameText, postedText } from '@/lib/profile/model/posted-text';
import { fieldNames, type FieldName, type Texts, type Values } from '@/lib/profile/model/values';

interface FormValuesProps {
  form: RefObject<HTMLFormElement | null>;
  /** the text that the form shows in each control, and the saved values that it shows them over */
  texts: Texts;
  bases: Values;
  /** called with values that came into the form's controls without an event, and what they stand over */
  onFound: (texts: Texts, bases: Values) => void;
  children: ReactNode;
}

/** When to look in the form, and after React's own handlers have run. */
const LOOK_AT = ['focus', 'blur'];
const LOOK_AFTER = ['input', 'change'];
/** When what is found has to be drawn before any other handler runs: at a press, and before the page is left. */
const LOOK_FIRST_AT = ['pointerdown', 'click', 'submit', 'reset'];
const LEAVING = ['pagehide', 'beforeunload'];

/**
 * Finds the values in the controls of a form that came there without an event that React heard: typed before the page's
 * script ran, set by a password manager, by dictation, by an extension. It reads what the browser would post, so that
 * every kind of control takes part. It is a class since only that can look before React draws over the controls.
 */
export class FormValues extends Component<FormValuesProps> {
  /** what the controls held after the latest drawing: what differs now came from elsewhere */
  private drawn: Texts = {};
  private listening = new AbortController();

  override componentDidMount(): void {
    const { form, texts, bases, onFound } = this.props;
    this.drawn = this.read();
    const early = differing(this.drawn, texts);
    if (isAny(early)) onFound(early, bases);

    this.listening = new AbortController();
    const options = { capture: true, signal: this.listening.signal };
    for (const type of LOOK_AT) form.current?.addEventListener(type, this.look, options);
    for (const type of LOOK_AFTER) window.addEventListener(type, this.look, { signal: options.signal });
    for (const type of LOOK_FIRST_AT) form.current?.addEventListener(type, this.lookFirst, options);
    for (const type of LEAVING) window.addEventListener(type, this.lookFirst, options);
    document.addEventListener('visibilitychange', this.lookFirst, options);
  }

  /** The last moment before React writes its own values into the controls. */
  override getSnapshotBeforeUpdate({ bases }: FormValuesProps): { found: Texts; bases: Values } {
    return { found: this.findNew(), bases };
  }

  override componentDidUpdate(_1: FormValuesProps, _2: unknown, before: { found: Texts; bases: Values }): void {
    this.drawn = this.read();
    if (isAny(before.found)) this.props.onFound(before.found, before.bases);
  }

  override componentWillUnmount(): void {
    this.listening.abort();
  }

  private readonly look = (): void => {
    const found = this.findNew();
    if (isAny(found)) this.props.onFound(found, this.props.bases);
  };

  /** Has what was found drawn, and kept, before it returns. A press of a radio is a change of its own. */
  private readonly lookFirst = ({ target }: Event): void => {
    const found = target instanceof HTMLInputElement ? {} : this.findNew();
    if (isAny(found)) flushSync(() => this.props.onFound(found, this.props.bases));
  };

  /** What came into the controls since the latest drawing, and is not what the form shows already. */
  private findNew(): Texts {
    return differing(differing(this.read(), this.drawn), this.props.texts);
  }

  /** What the browser would post of each field; nothing of one in which something is typed only in part. */
  private read(): Texts {
    const form = this.props.form.current;
    if (!form) return {};
    const posted = new FormData(form);
    const isShown = (name: FieldName) => form.querySelector(`[data-field="${name}"]`) !== null;
    const textIn = (name: FieldName) =>
      postedText(name, posted.getAll(name), { isShown: isShown(name), chosen: posted.get(formNames.chosen(name)) });
    const entries = fieldNames.map((name) => [name, textIn(name)] as const);
    return Object.fromEntries(entries.filter(([name, text]) => text !== undefined && !isIncomplete(form, name)));
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

/** Reports whether the browser has "" for what is typed in a control, such as a date without its year. */
function isIncomplete(form: HTMLFormElement, name: FieldName): boolean {
  const control = form.elements.namedItem(name);
  return control instanceof HTMLInputElement && control.validity.badInput;
}

const isAny = (found: Texts): boolean => Object.keys(found).length > 0;

/** The entries with another text than in `other`. */
const differing = (texts: Texts, other: Texts): Texts =>
  Object.fromEntries(
    (Object.entries(texts) as [FieldName, string][]).filter(
      ([name, text]) => !isSameText(name, text, other[name] ?? ''),
    ),
  );
