import { expect, userEvent, waitFor } from 'storybook/test';
import type { FieldName } from '@/lib/profile/model/values';
import type { SyncState } from '@/components/profile/status/sync-state';

/** Returns the control of a field once it is there: the profile may still be on its way. */
async function controlOf(canvas: HTMLElement, name: FieldName): Promise<HTMLInputElement> {
  const find = () => canvas.querySelector<HTMLInputElement>(`[name="${name}"]:not([type=hidden])`);
  await waitFor(() => expect(find()).not.toBeNull());
  return find()!;
}

/** Types a text in place of what a field holds, and leaves it. */
export async function type(canvas: HTMLElement, name: FieldName, text: string): Promise<void> {
  const control = await controlOf(canvas, name);
  await userEvent.clear(control);
  if (text !== '') await userEvent.type(control, text, { delay: null });
  await userEvent.tab();
  control.ownerDocument.querySelector<HTMLElement>(':focus')?.blur();
}

/** Presses the button that saves. */
export const save = (canvas: HTMLElement) => userEvent.click(canvas.querySelector('[type=submit]:not([tabindex])')!);

/** Waits until the form shows a state of its saves. */
export const untilState = (canvas: HTMLElement, kind: SyncState['kind']) =>
  waitFor(() => expect(canvas.querySelector('[data-sync]')).toHaveAttribute('data-sync', kind), { timeout: 5_000 });

/** Waits until something is there. */
export const until = (canvas: HTMLElement, selector: string) =>
  waitFor(() => expect(canvas.querySelector(selector)).toBeVisible(), { timeout: 5_000 });
