import { english } from '@/__tests__/support/texts/in-english';
import type { Text } from '@/lib/texts/text';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profileSchema, type Profile } from '@/lib/profile/model/profile';
import type { Patch } from '@/lib/profile/model/values';
import type { Stack } from './stack';

const root = join(__dirname, '../../..');

/** The answer to a save of a device: the profile, or why it was not saved. */
export type Heard = { ok: true; value: Profile } | { ok: false; failure: { message: Text } };

/** A signed-in device without a browser: it asks the app over HTTP what the page asks. Needs `npm run build`. */
export interface Device {
  /** Sends a save, as pressing Save does. Rejects where no answer came. */
  save(patch: Patch, saveId?: string): Promise<Heard>;
  read(): Promise<Profile>;
  /** Asks for a path with the device's session. */
  get(path: string, init?: RequestInit): Promise<Response>;
  /** Calls a server action of a page by its name and returns what it returned. Rejects where no answer came. */
  call(path: string, action: string, args: unknown[]): Promise<unknown>;
}

/** Clerk's session tokens live for 60 s; a browser renews them sooner. */
const RENEW_AFTER_MS = 45_000;

/** `dir` is another copy of the repository, where the app was built in one. */
export function openDevice({ clerk }: Stack, userId: string, origin: string, dir = root): Device {
  let signedIn: { cookies: Promise<{ cookies: string }>; at: number } | undefined;
  const cookie = async () => {
    if (!signedIn || Date.now() - signedIn.at > RENEW_AFTER_MS)
      signedIn = { cookies: clerk.createSession(userId, { origin }), at: Date.now() };
    return (await signedIn.cookies).cookies;
  };
  const call = async (path: string, action: string, args: unknown[]) => {
    const response = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: {
        origin,
        cookie: await cookie(),
        accept: 'text/x-component',
        'next-action': actionId(dir, action),
        'content-type': 'text/plain;charset=UTF-8',
      },
      body: JSON.stringify(args),
    });
    return returned(response.status, await response.text());
  };
  const get = async (path: string, init?: RequestInit) =>
    fetch(`${origin}${path}`, { ...init, headers: { cookie: await cookie() } });
  return {
    call,
    get,
    save: (patch, saveId = randomUUID()) =>
      call('/settings/profile', 'saveProfileAction', [{ saveId, patch }, userId]) as Promise<Heard>,
    read: async () => {
      const response = await get('/api/profile');
      if (!response.ok) throw new Error(`The profile was answered with ${response.status}: ${await response.text()}`);
      return profileSchema.parse(await response.json());
    },
  };
}

/**
 * Sends one save until it is acknowledged, as a page does, and returns its id: where the machine is busy, Postgres can
 * count as away.
 */
export async function saveUntilHeard(device: Device, patch: Patch, saveId: string = randomUUID()): Promise<string> {
  let heard: Heard | null = null;
  for (let times = 0; !heard?.ok && times < 20; times += 1) heard = await device.save(patch, saveId).catch(() => null);
  if (!heard?.ok) throw new Error(`not saved: ${heard ? english.say(heard.failure.message) : 'no answer'}`);
  return saveId;
}

const foundIds = new Map<string, string>();
/** The id under which a build serves an action. */
function actionId(dir: string, action: string): string {
  const known = foundIds.get(`${dir} ${action}`);
  if (known) return known;
  const manifest = JSON.parse(readFileSync(join(dir, '.next/server/server-reference-manifest.json'), 'utf8')) as {
    node: Record<string, { exportedName?: string }>;
  };
  const found = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === action);
  if (!found) throw new Error(`The build has no ${action}: run \`npm run build\``);
  foundIds.set(`${dir} ${action}`, found[0]);
  return found[0];
}

/** What an action returned is a line of React's answer: row 1, where row 0 refers to it. */
function returned(status: number, text: string): unknown {
  const line = /^1:(\{.*)$/m.exec(text)?.[1];
  if (!line) throw new Error(`The save was answered with ${status}: ${text.slice(0, 300)}`);
  return JSON.parse(line);
}
