import type { Page } from '@playwright/test';

/** How a browser can fail a page that asks something of it. */
export type Mode = 'missing' | 'throws' | 'hangs';

/** One thing that the page, or a library in it, uses of the browser, and what the page is without it. */
export interface Capability {
  name: string;
  usedFor: string;
  /** what is lost where the browser does not have it; never a save */
  lost: string;
  /** true where the page can do nothing without anything else of the table: not taken away together with all */
  alone?: true;
  /** how it is taken away, by its mode; a mode that it cannot have is absent */
  modes: Partial<Record<Mode, Fault[]>>;
}

/** What takes something away from a page. It runs in the page before the page's own script does. */
export interface Fault {
  how: string;
  install: (page: Page) => Promise<unknown>;
  /** what happens to the page while it is open, before something is saved in it */
  happens?: (page: Page) => Promise<unknown>;
}

const fault = <Arg>(how: string, script: (arg: Arg) => void, arg: Arg): Fault => ({
  how,
  install: (page) => page.addInitScript(script as (arg: unknown) => void, arg),
});

/** Returns the fault of something that the browser does not have. `path` is as a script writes it. */
const missing = (path: string): Fault =>
  fault(
    `${path} is missing`,
    (at: string) => {
      const names = at.split('.');
      const name = names.pop()!;
      let owner = names.reduce<object>((from, key) => from[key as keyof typeof from], window);
      if (!(name in owner)) return;
      while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object;
      if (Reflect.deleteProperty(owner, name)) return;
      Object.defineProperty(owner, name, { value: undefined, configurable: true });
    },
    path,
  );

/** Returns the fault of something whose mention throws, as where privacy settings forbid it. */
const refused = (path: string): Fault =>
  fault(
    `the mention of ${path} throws`,
    (at: string) => {
      const names = at.split('.');
      const name = names.pop()!;
      let owner = names.reduce<object>((from, key) => from[key as keyof typeof from], window);
      if (!(name in owner)) return;
      while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object;
      const refuse = () => {
        throw Object.assign(new Error('The operation is insecure.'), { name: 'SecurityError' });
      };
      Object.defineProperty(owner, name, { get: refuse, set: refuse, configurable: true });
    },
    path,
  );

/** Returns the fault of a function or constructor that throws an error of this name. */
const throws = (path: string, errorName = 'SecurityError'): Fault =>
  fault(
    `${path} throws a ${errorName}`,
    ([at, error]: [string, string]) => {
      const names = at.split('.');
      const name = names.pop()!;
      const owner = names.reduce<object>((from, key) => from[key as keyof typeof from], window);
      if (!(name in owner)) return;
      const value = function () {
        throw Object.assign(new Error('refused'), { name: error }); // with a stack, which a DOMException lacks
      };
      Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    },
    [path, errorName],
  );

/** Returns the fault of a function or constructor that does nothing, and whose answer never comes. */
const silent = (path: string): Fault =>
  fault(
    `${path} never answers`,
    (at: string) => {
      const names = at.split('.');
      const name = names.pop()!;
      const owner = names.reduce<object>((from, key) => from[key as keyof typeof from], window);
      const value = function () {
        const never = () => new Promise(() => undefined);
        return new Proxy(new EventTarget(), {
          get: (target, key) =>
            key === 'then'
              ? () => undefined
              : ((target[key as keyof EventTarget] as unknown as (() => void) | undefined)?.bind(target) ?? never),
          set: () => true,
        });
      };
      Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    },
    path,
  );

/** A browser that says that it is offline, and does not say when that is over. */
const staysOffline: Fault = {
  ...fault(
    'the browser says that it is offline, and never that it is online',
    () => {
      Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false, configurable: true });
      window.addEventListener('online', (event) => event.stopImmediatePropagation(), true);
    },
    null,
  ),
  happens: (page) => page.evaluate(() => window.dispatchEvent(new Event('offline'))),
};

const alwaysHidden = fault(
  'the browser always says that the page is hidden',
  () => Object.defineProperty(Document.prototype, 'visibilityState', { get: () => 'hidden', configurable: true }),
  null,
);

/** Returns two faults as one. */
const both = (one: Fault, other: Fault): Fault => ({
  how: `${one.how} and ${other.how}`,
  install: async (page) => {
    await one.install(page);
    await other.install(page);
  },
});

/** Returns the two ways in which something can fail that answers at once. */
const atOnce = (path: string): Capability['modes'] => ({ missing: [missing(path)], throws: [throws(path)] });

/**
 * What this page uses of the browser beyond HTML, the DOM and `fetch`, by itself and through its libraries. A row is
 * here because something in the built script names it.
 */
export const capabilities: Capability[] = [
  {
    name: 'indexedDB',
    usedFor: 'keeps saves until their outcome is known',
    lost: 'a save that waits for the network is lost with the page, which says so',
    modes: {
      missing: [missing('indexedDB')],
      throws: [
        refused('indexedDB'),
        throws('IDBDatabase.prototype.transaction', 'InvalidStateError'),
        throws('IDBObjectStore.prototype.put', 'QuotaExceededError'),
      ],
      hangs: [silent('IDBFactory.prototype.open'), silent('IDBDatabase.prototype.transaction')],
    },
  },
  {
    name: 'localStorage',
    usedFor: 'keeps what is typed; the theme',
    lost: 'what is typed and not saved is lost with the page; the theme is the system’s',
    modes: {
      missing: [missing('localStorage')],
      throws: [refused('localStorage'), throws('Storage.prototype.setItem', 'QuotaExceededError')],
    },
  },
  {
    name: 'sessionStorage',
    usedFor: 'what belongs to one tab',
    lost: 'what a tab remembers of itself over a reload',
    modes: { missing: [missing('sessionStorage')], throws: [refused('sessionStorage')] },
  },
  {
    name: 'BroadcastChannel',
    usedFor: 'news between tabs: of versions, and of what is kept',
    lost: 'other tabs notice a change within 30 s',
    modes: {
      missing: [missing('BroadcastChannel')],
      throws: [throws('BroadcastChannel'), throws('BroadcastChannel.prototype.postMessage', 'InvalidStateError')],
      hangs: [silent('BroadcastChannel.prototype.postMessage')],
    },
  },
  {
    name: 'navigator.locks',
    usedFor: 'saves leave in order; one stream for all tabs',
    lost: 'tabs that save in one moment can send at once; changes show within 30 s',
    modes: {
      missing: [missing('navigator.locks')],
      throws: [refused('navigator.locks'), throws('LockManager.prototype.request')],
      hangs: [silent('LockManager.prototype.request')],
    },
  },
  {
    name: 'EventSource',
    usedFor: 'news of other devices',
    lost: 'their changes show within 30 s',
    modes: { missing: [missing('EventSource')], throws: [throws('EventSource')], hangs: [silent('EventSource')] },
  },
  {
    name: 'online and offline events',
    usedFor: 'sends at once when the network is back',
    lost: 'what waits is sent within 30 s of that',
    modes: { hangs: [staysOffline] },
  },
  {
    name: 'visibilityState',
    usedFor: 'a hidden page does not ask',
    lost: 'the poll behind the stream',
    alone: true,
    modes: { throws: [refused('document.visibilityState')], hangs: [alwaysHidden] },
  },
  {
    name: 'document.cookie',
    usedFor: 'remembers a save made without our database',
    lost: 'another process can show what was there before such a save, for a moment',
    modes: { throws: [refused('document.cookie')] },
  },
  {
    name: 'crypto.randomUUID',
    usedFor: 'the id of a save',
    lost: 'nothing',
    modes: atOnce('crypto.randomUUID'),
  },
  {
    name: 'crypto.getRandomValues',
    usedFor: 'the id of a save, over plain http',
    lost: 'ids are made of weaker random numbers',
    modes: {
      missing: [both(missing('crypto.randomUUID'), missing('crypto.getRandomValues'))],
      throws: [both(throws('crypto.randomUUID'), throws('crypto.getRandomValues'))],
    },
  },
  {
    name: 'Intl.Segmenter',
    usedFor: 'counts characters as a reader does',
    lost: 'a pattern counts them',
    modes: atOnce('Intl.Segmenter'),
  },
  {
    name: 'Intl.DisplayNames',
    usedFor: 'names of countries and languages',
    lost: 'their codes are shown alone',
    modes: atOnce('Intl.DisplayNames'),
  },
  {
    name: 'Intl.supportedValuesOf',
    usedFor: 'the list of time zones',
    lost: 'a time zone is typed in full',
    modes: atOnce('Intl.supportedValuesOf'),
  },
  {
    name: 'Intl.NumberFormat',
    usedFor: 'numbers as people read them',
    lost: 'thousands are not set apart',
    modes: atOnce('Intl.NumberFormat'),
  },
  {
    name: 'Intl.PluralRules',
    usedFor: 'the plural forms of each language',
    lost: 'two forms stand for all',
    modes: atOnce('Intl.PluralRules'),
  },
  {
    name: 'Intl.ListFormat',
    usedFor: 'lists in a sentence',
    lost: 'commas stand between all',
    modes: atOnce('Intl.ListFormat'),
  },
  // What libraries use if it is there: some browsers lack it, and none is known whose throws.
  ...[
    ['AbortSignal.any', 'libraries'],
    ['AbortSignal.timeout', 'libraries'],
    ['structuredClone', 'libraries'],
    ['Promise.withResolvers', 'libraries'],
    ['Object.groupBy', 'libraries'],
    ['URL.canParse', 'Next, which brings its own'],
    ['reportError', 'React and we report errors by it'],
    ['requestIdleCallback', 'Next prefetches by it'],
    ['IntersectionObserver', 'Next prefetches by it'],
    ['ResizeObserver', 'menus follow their button'],
    ['PerformanceObserver', 'measurements'],
    ['MessageChannel', 'React schedules by it'],
    ['CSS.supports', 'Base UI'],
    ['navigator.storage', 'libraries'],
    ['navigator.sendBeacon', 'libraries'],
    ['Worker', 'Clerk’s timer'],
    ['SharedWorker', 'libraries'],
    ['document.startViewTransition', 'libraries'],
    ['Element.prototype.checkVisibility', 'Base UI'],
    ['Element.prototype.getAnimations', 'Base UI'],
    ['setImmediate', 'React'],
  ].map(([path, usedFor]) => ({
    name: path!,
    usedFor: usedFor!,
    lost: 'nothing',
    modes: { missing: [missing(path!)] },
  })),
];

/** One capability in one of its modes, or all of them together, to be taken away from a page. */
export interface Cell {
  capability: string;
  mode: Mode;
  /** what is wrong with the browser */
  how: string;
  faults: Fault[];
}

const modes: Mode[] = ['missing', 'throws', 'hangs'];
const allOf: Record<Mode, string> = {
  missing: 'everything is missing',
  throws: 'everything throws',
  hangs: 'nothing answers',
};

/** Returns every capability in every way that it can fail, and for each mode all of them together. */
export function cells(): Cell[] {
  const single = capabilities.flatMap(({ name, modes: own }) =>
    modes.flatMap((mode) => (own[mode] ?? []).map((one) => ({ capability: name, mode, how: one.how, faults: [one] }))),
  );
  const all = modes.map((mode) => ({
    capability: 'everything',
    mode,
    how: allOf[mode],
    faults: capabilities.flatMap(({ modes: own, alone }) => (alone ? [] : (own[mode]?.slice(0, 1) ?? []))),
  }));
  return [...all, ...single];
}
