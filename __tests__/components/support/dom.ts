import 'fake-indexeddb/auto';
import { deserialize, serialize } from 'node:v8';
import '@testing-library/jest-dom';

// jsdom has no PointerEvent; Base UI's controls dispatch them.
globalThis.PointerEvent ??= class extends MouseEvent {} as unknown as typeof PointerEvent;

// Nor structuredClone, which IndexedDB copies with.
globalThis.structuredClone ??= <T>(value: T): T => deserialize(serialize(value)) as T;

// Nor a dialog's methods.
HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
  this.open = true;
  this.querySelector('button')?.focus();
};
HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};
