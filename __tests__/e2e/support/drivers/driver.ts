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

interface Place {
  x: number;
  y: number;
}

const mouse = (actions: Action[]): Action[] => [
  { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions },
];
const moveTo = ({ x, y }: Place): Action[] => [{ type: 'pointerMove', x, y }];
const pressButton: Action[] = [
  { type: 'pointerDown', button: 0 },
  { type: 'pointerUp', button: 0 },
];

/** How many frames in a row something has to stand still, to count as resting. */
const RESTING_FRAMES = 3;

/** Returns an expression for an element’s middle in the viewport, once it was brought there and rests. */
const restingMiddle = (selector: string): string => `(async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const element = document.querySelector(${JSON.stringify(selector)});
  const middle = () => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
  };
  let last;
  for (let frames = 0; frames < ${RESTING_FRAMES}; ) {
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    await frame();
    const now = middle();
    frames = last && now.x === last.x && now.y === last.y ? frames + 1 : 0;
    last = now;
  }
  return last;
})()`;

const isUnderPointer = (selector: string): string =>
  `document.querySelector(${JSON.stringify(selector)}).matches(':hover')`;

/** Resolves after the frames in which a browser scrolls to what was typed. */
const scrolled = `(async () => {
  for (let frames = 0; frames < ${RESTING_FRAMES}; frames += 1) await new Promise(requestAnimationFrame);
})()`;

/** Returns keyboard and mouse on top of a protocol that performs WebDriver’s actions. */
export const inputBy = (
  evaluate: BrowserWindow['evaluate'],
  perform: (actions: Action[]) => Promise<void>,
): Pick<BrowserWindow, 'click' | 'type' | 'press'> => ({
  click: async (selector) => {
    // While a page loads or scrolls, what is to be pressed can move away between two commands.
    do await perform(mouse(moveTo((await evaluate(restingMiddle(selector))) as Place)));
    while (!(await evaluate(isUnderPointer(selector))));
    await perform(mouse(pressButton));
  },
  type: async (text) => {
    await perform(keyActions(text));
    await evaluate(scrolled);
  },
  press: (key) => perform(keyActions(keys[key])),
});
