import 'fake-indexeddb/auto';
import '@testing-library/jest-dom';

// jsdom has no PointerEvent; Base UI's controls dispatch them.
globalThis.PointerEvent ??= class extends MouseEvent {} as unknown as typeof PointerEvent;
