// Clones the repository into an empty folder, runs `npm run demo` there, signs in over HTTP, reads the profile,
// stops it, starts it again, also on Node 24, and sees that nothing is left running. `--keep <folder>` leaves the clone
// there, installed and built.
import { spawn, spawnSync, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { keep } = parseArgs({ options: { keep: { type: 'string' } } }).values;
const folder = keep ? resolve(keep) : mkdtempSync(join(tmpdir(), 'perdure-demo-'));
const clone = join(folder, 'perdure');
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const say = (text) => console.log(`demo check: ${text}`);
function must(condition, what) {
  if (!condition) throw new Error(what);
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** Starts the demo and resolves with its output once it says that it is ready. */
function startDemo(port, [command, ...args] = ['npm', 'run', 'demo']) {
  const child = spawn(command, args, {
    cwd: clone,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk) => {
      output += chunk;
      if (output.includes(`Perdure is ready: http://localhost:${port}`))
        setTimeout(() => resolve({ child, output: () => output }), 200);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the demo ended with code ${code}:\n${output}`)));
  });
}

/** Ctrl-C: the terminal sends it to the whole group. */
const stopDemo = ({ child }) =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    process.kill(-child.pid, 'SIGINT');
  });

/** Signs in as Clerk's browser script does, and returns the cookies of the session. */
async function signIn(url, email, password) {
  const origin = { origin: url, 'content-type': 'application/x-www-form-urlencoded' };
  const made = await fetch(`${url}/__clerk/v1/client/sign_ins?_clerk_js_version=6`, {
    method: 'POST',
    headers: origin,
    body: new URLSearchParams({ strategy: 'password', identifier: email, password }),
  });
  const { response, client } = await made.json();
  must(made.ok && response.status === 'complete', `sign-in was answered ${made.status}: ${JSON.stringify(response)}`);
  const cookies = made.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  const session = client.sessions.find(({ id }) => id === response.created_session_id);
  const token = await fetch(`${url}/__clerk/v1/client/sessions/${session.id}/tokens`, {
    method: 'POST',
    headers: { ...origin, cookie: cookies.join('; ') },
  });
  const { jwt } = await token.json();
  return [...cookies, `__session=${jwt}`].join('; ');
}

async function readProfile(url, cookie) {
  const page = await fetch(`${url}/settings/profile`, { headers: { cookie }, redirect: 'manual' });
  must(page.status === 200, `the profile page was answered ${page.status}`);
  must((await page.text()).includes('First name'), 'the profile page has no form');
  const answer = await fetch(`${url}/api/profile`, { headers: { cookie } });
  must(answer.status === 200, `GET /api/profile was answered ${answer.status}`);
  return answer.json();
}

/** Processes whose command line or working folder is inside the clone. */
function leftovers() {
  if (!existsSync('/proc')) return spawnSync('pgrep', ['-fl', clone], { encoding: 'utf8' }).stdout.trim();
  const about = (pid) => {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return `${pid} ${commandLine}in ${readlinkSync(`/proc/${pid}/cwd`)}`;
    } catch {
      return ''; // it has ended since
    }
  };
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .map(about)
    .filter((text) => text.includes(clone))
    .join('\n');
}

try {
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const port = await freePort();
  const url = `http://localhost:${port}`;

  let started = Date.now();
  let demo = await startDemo(port);
  say(`first start, with installing and building: ${seconds(started)}`);
  const accounts = [...demo.output().matchAll(/(\S+@example\.com)\s+(?:password:?\s*|\/\s*|)(\S+)/gi)].map(
    ([, email, password]) => ({ email, password }),
  );
  must(accounts.length === 2, `two demo accounts should be printed:\n${demo.output()}`);
  for (const { email, password } of accounts) {
    const profile = await readProfile(url, await signIn(url, email, password));
    must(
      profile.values.firstName !== '' && profile.pending.length === 0,
      `the profile of ${email} is ${JSON.stringify(profile)}`,
    );
  }
  must((await fetch(`${url}/api/profile`)).status === 401, 'the profile is given to nobody who is not signed in');
  await stopDemo(demo);
  must(leftovers() === '', `something is left running:\n${leftovers()}`);

  started = Date.now();
  demo = await startDemo(port);
  const second = Date.now() - started;
  say(`second start: ${(second / 1000).toFixed(1)} s`);
  await readProfile(url, await signIn(url, accounts[0].email, accounts[0].password));
  await stopDemo(demo);
  must(leftovers() === '', `something is left running:\n${leftovers()}`);

  demo = await startDemo(port, [process.execPath, 'scripts/on-node.mjs', '24', 'npm', 'run', 'demo']);
  say(demo.output().split('\n')[0]);
  await readProfile(url, await signIn(url, accounts[0].email, accounts[0].password));
  await stopDemo(demo);
  must(leftovers() === '', `something is left running:\n${leftovers()}`);
  say('signed in, read, stopped three times; nothing left running');
} catch (error) {
  const log = join(clone, '.perdure/app.log');
  if (existsSync(log)) console.error(readFileSync(log, 'utf8').slice(-4000));
  throw error;
} finally {
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
