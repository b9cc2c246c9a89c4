import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '../../../support/free-port';
import { inputBy, type BrowserWindow, type Driver } from './driver';

/** Where the programs are that WebKit needs. */
export interface WebKitPaths {
  driver: string;
  browser: string;
  screen: string;
}

/** Starts a screen for WebKit (GTK) and returns a driver for it, over WebDriver. */
export async function startWebKit({ driver, browser, screen }: WebKitPaths): Promise<Driver> {
  const xvfb = spawn(screen, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [display] = (await once(createInterface(xvfb.stdio[3] as Readable), 'line')) as [string];
  return {
    newWindow: () => openWindow({ driver, browser }, { ...process.env, DISPLAY: `:${display}` }),
    close: () => end(xvfb),
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

/** A driver process has one session at a time, so each window has a process of its own. */
async function openWindow(
  { driver, browser }: Omit<WebKitPaths, 'screen'>,
  env: NodeJS.ProcessEnv,
): Promise<BrowserWindow> {
  const port = await freePort('127.0.0.1');
  const process = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' });
  const { sessionId } = (await untilListening(() =>
    ask(port, 'POST', '', {
      capabilities: {
        alwaysMatch: {
          browserName: 'MiniBrowser',
          pageLoadStrategy: 'none', // else it does nothing in a page that still loads
          unhandledPromptBehavior: 'accept',
          'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
        },
      },
    }),
  )) as { sessionId: string };
  const send = (method: 'POST' | 'DELETE', path: string, body: object = {}) =>
    ask(port, method, `/${sessionId}${path}`, body);
  const evaluate: BrowserWindow['evaluate'] = (expression) =>
    send('POST', '/execute/sync', { script: `return (${expression})`, args: [] });
  const open: BrowserWindow['open'] = async (url) => {
    await evaluate('(window.isLeft = true)');
    await send('POST', '/url', { url });
    const isThere = `!window.isLeft && document.readyState !== 'loading'`;
    await untilTrue(() => evaluate(isThere).catch(falseWhileLeaving));
  };
  return {
    open,
    evaluate,
    ...inputBy(evaluate, async (actions) => void (await send('POST', '/actions', { actions }))),
    addCookies: async (origin, cookies) => {
      await open(`${origin}/api/health`); // cookies are taken by the site that is open
      for (const { expires, ...cookie } of cookies)
        await send('POST', '/cookie', { cookie: { ...cookie, path: '/', expiry: Math.round(expires) } });
    },
    close: async () => {
      await send('DELETE', '');
      await end(process);
    },
  };
}

/** Sends a command and returns its value. @throws what the driver calls an error */
async function ask(port: number, method: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}/session${path}`, { method, body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: unknown };
  if (!response.ok) {
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${method} ${path}: ${error}: ${message}`);
  }
  return value;
}

/** Tries again for as long as nobody listens there. */
async function untilListening<T>(attempt: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + LONG_MS; ; await pause())
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof TypeError) || Date.now() > until) throw error; // `fetch failed`: not listening yet
    }
}

/** The page that is left was asked, and gave no answer any more. */
function falseWhileLeaving(error: unknown): false {
  if (error instanceof Error && error.message.includes('before the unload event')) return false;
  throw error;
}

/** Asks until the answer is true. @throws what asking throws */
async function untilTrue(answer: () => Promise<unknown>): Promise<void> {
  for (const until = Date.now() + LONG_MS; (await answer()) !== true; await pause())
    if (Date.now() > until) throw new Error('The page did not open');
}

const LONG_MS = 20_000;
const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
