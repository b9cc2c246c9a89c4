/** A cookie of a browser: a session is signed in by them. */
export interface Cookie {
  name: string;
  value: string;
  httpOnly: boolean;
  /** s since 1970 */
  expires: number;
}

export type Key = 'Enter' | 'Tab' | 'Backspace';

/** A window of a real browser, with cookies and storage of its own: a device. All that a journey needs of a browser. */
export interface BrowserWindow {
  /** Opens an address, and returns once the page’s HTML is there, whether or not its script is. */
  open(url: string): Promise<void>;
  /** Returns the value of an expression in the page, as JSON carries it. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses the mouse in the middle of what a CSS selector finds first. */
  click(selector: string): Promise<void>;
  /** Types into what has the focus. */
  type(text: string): Promise<void>;
  press(key: Key): Promise<void>;
  /** Adds cookies at an origin that is yet to be opened. */
  addCookies(origin: string, cookies: readonly Cookie[]): Promise<void>;
  close(): Promise<void>;
}

/** A browser that runs, and opens windows. */
export interface Driver {
  newWindow(): Promise<BrowserWindow>;
  close(): Promise<void>;
}

/** What a browser can be told to do with its keyboard and mouse, as both WebDriver protocols spell it. */
export type Action = Record<string, unknown>;

/** Characters that stand for keys in WebDriver. Source: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const keys: Record<Key, string> = { Enter: '\uE007', Tab: '\uE004', Backspace: '\uE003' };

const keyActions = (characters: string): Action[] => [
  {
    type: 'key',
    id: 'keyboard',
    actions: Array.from(characters).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]),
  },
];

const clickActions = ({ x, y }: { x: number; y: number }): Action[] => [
  {
    type: 'pointer',
    id: 'mouse',
    parameters: { pointerType: 'mouse' },
    actions: [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ],
  },
];

/**
 * Returns an expression for where the middle of an element is in the viewport, after it was brought there, and whether
 * that has been painted. `isFirst`: it is asked for the first time.
 */
const middleOf = (selector: string, isFirst: boolean): string => `(() => {
  const element = document.querySelector(${JSON.stringify(selector)});
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  if (${isFirst}) {
    window.isPainted = false;
    requestAnimationFrame(() => requestAnimationFrame(() => { window.isPainted = true; }));
  }
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2, isPainted: window.isPainted };
})()`;

interface Place {
  x: number;
  y: number;
  isPainted: boolean;
}

/**
 * Returns where something is once it rests there: while a page loads, what stands above it still grows, and a press
 * before the painting can miss what was scrolled into view.
 */
async function restingPlace(ask: (isFirst: boolean) => Promise<unknown>): Promise<Place> {
  let before = (await ask(true)) as Place;
  for (;;) {
    const now = (await ask(false)) as Place;
    if (now.isPainted && before.x === now.x && before.y === now.y) return now;
    before = now;
  }
}

/** Returns keyboard and mouse on top of a protocol that performs WebDriver's actions. */
export const inputBy = (
  evaluate: BrowserWindow['evaluate'],
  perform: (actions: Action[]) => Promise<void>,
): Pick<BrowserWindow, 'click' | 'type' | 'press'> => ({
  click: async (selector) =>
    perform(clickActions(await restingPlace((isFirst) => evaluate(middleOf(selector, isFirst))))),
  type: (text) => perform(keyActions(text)),
  press: (key) => perform(keyActions(keys[key])),
});
