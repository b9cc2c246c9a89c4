import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { inputBy, type BrowserWindow, type Driver } from './driver';

/** Firefox asks nobody but this machine: all else goes to a proxy that is not there. */
const settings = {
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
};

type Send = (method: string, params?: object) => Promise<Record<string, unknown>>;

/** Starts Firefox without a window and returns a driver for it, over WebDriver BiDi. */
export async function startFirefox(path: string): Promise<Driver> {
  const profile = await mkdtemp(join(tmpdir(), 'perdure-firefox-'));
  const lines = Object.entries(settings).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const firefox = spawn(path, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const send = await connect(`${await addressOf(firefox)}/session`);
  await send('session.new', { capabilities: { alwaysMatch: { unhandledPromptBehavior: { default: 'accept' } } } });
  return {
    newWindow: () => openWindow(send),
    close: async () => {
      const ended = once(firefox, 'exit');
      await send('browser.close');
      await ended;
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Returns where a Firefox listens, once it says so. @throws if it ends before */
async function addressOf(firefox: ChildProcess): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface(firefox.stderr!)) {
    said.push(line);
    const address = /WebDriver BiDi listening on (ws:\S+)/.exec(line)?.[1];
    if (!address) continue;
    firefox.stderr!.resume();
    return address;
  }
  throw new Error(`Firefox ended: ${said.join('\n')}`);
}

/** Returns what sends a command and resolves with its result. @throws what the browser calls an error */
async function connect(address: string): Promise<Send> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  type Answer = { id?: number; type: string; result: Record<string, unknown>; error?: string; message?: string };
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.on('message', (data: Buffer) => {
    const answer = JSON.parse(data.toString()) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  });
  let last = 0;
  return async (method, params = {}) => {
    const id = (last += 1);
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const answer = await answered;
    waiting.delete(id);
    if (answer.type === 'error') throw new Error(`${method}: ${answer.error}: ${answer.message}`);
    return answer.result;
  };
}

async function openWindow(send: Send): Promise<BrowserWindow> {
  const { userContext } = await send('browser.createUserContext');
  // a window and no tab: a page behind another one is not painted
  const { context } = await send('browsingContext.create', { type: 'window', userContext });
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = (await send('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context },
      awaitPromise: true,
    })) as { type: string; result?: { value?: string }; exceptionDetails?: { text: string } };
    if (answer.type === 'exception') throw new Error(answer.exceptionDetails?.text);
    return answer.result?.value === undefined ? undefined : (JSON.parse(answer.result.value) as unknown);
  };
  return {
    open: async (url) => void (await send('browsingContext.navigate', { context, url, wait: 'interactive' })),
    evaluate,
    ...inputBy(evaluate, async (actions) => void (await send('input.performActions', { context, actions }))),
    addCookies: async (origin, cookies) => {
      for (const { name, value, httpOnly, expires } of cookies)
        await send('storage.setCookie', {
          cookie: {
            name,
            value: { type: 'string', value },
            domain: new URL(origin).hostname,
            path: '/',
            httpOnly,
            expiry: Math.round(expires),
          },
          partition: { type: 'storageKey', userContext },
        });
    },
    close: async () => void (await send('browser.removeUserContext', { userContext })),
  };
}
