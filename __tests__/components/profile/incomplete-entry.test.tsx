import '../support/dom';
import { act, fireEvent } from '@testing-library/react';
import { firstName, saveButton, showForm } from '../support/show-form';

/** Puts a text into an input as the browser does, without an event. */
function put(input: HTMLInputElement, text: string, badInput: boolean) {
  Object.defineProperty(input, 'validity', { value: { badInput }, configurable: true });
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, text);
  act(() => void fireEvent.blur(input));
}

it('what is typed only in part, which the browser has as nothing, is no edit until it is complete', () => {
  const { show } = showForm();
  show();
  const input = firstName() as HTMLInputElement;
  put(input, '', true);
  expect(input).toHaveValue('');
  expect(saveButton()).toHaveAttribute('aria-disabled', 'true');
  put(input, 'Bea', false);
  expect(input).toHaveValue('Bea');
  expect(saveButton()).not.toHaveAttribute('aria-disabled', 'true');
});
