import { onlineManager } from '@tanstack/react-query';
import type { LiveState } from '@/components/live/event-stream';
import { listSaves, removeSave } from '@/components/offline/outbox';
import type { FieldCheck } from '@/lib/profile/model/query/fetch-field-check';
import type { Profile } from '@/lib/profile/model/profile';
import { observeServerTime } from '@/lib/profile/model/query/server-clock';

/** Whose profile the stories show. */
export const USER = 'user_ann';

type Answer = { status: number; body: unknown };

/** What the app's server does in a story, at the edge of the network. */
export interface StoryServer {
  /** what it answers to a read of the profile: one after the other, and the last again and again; `null`: nothing */
  profile?: readonly (Profile | Answer | null)[];
  check?: FieldCheck;
  /** what becomes of the live connection */
  live?: Extract<LiveState, 'connecting' | 'live' | 'reconnecting' | 'none'>;
  /** the browser has no network: only the first read is answered, by what the page came with */
  offline?: true;
}

/** Has the server do so for one story, in a browser that keeps nothing yet. Returns what ends that. */
export function answering({ profile = [], check, live = 'live', offline }: StoryServer) {
  return async (): Promise<() => void> => {
    const [fetchBefore, sourceBefore] = [window.fetch.bind(window), window.EventSource];
    await forgetAll();
    observeServerTime(Date.now());
    if (offline) onlineManager.setOnline(false);
    const answers = [...profile];
    window.fetch = async (input, init) => {
      if (input === '/api/profile/check') return responseOf({ status: 200, body: check ?? { is: 'unknown' } });
      if (input !== '/api/profile') return fetchBefore(input, init);
      if (offline && answers.length === 0) throw new TypeError('Failed to fetch');
      const answer = answers.length > 1 || offline ? answers.shift() : answers[0];
      if (answer == null) return new Promise(() => undefined);
      return responseOf('status' in answer ? answer : { status: 200, body: answer });
    };
    window.EventSource = sourceThat(offline ? 'connecting' : live) as unknown as typeof EventSource;
    return () => {
      Object.assign(window, { fetch: fetchBefore, EventSource: sourceBefore });
      onlineManager.setOnline(true);
    };
  };
}

const responseOf = ({ status, body }: Answer): Response => Response.json(body, { status });

/** Has the page read the profile once more, as it does when somebody comes back to it. */
export const comeBack = (): boolean => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));

/** Returns what a time that long ago is in a profile: ISO 8601. */
export const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Removes what an earlier story has left in the browser. */
async function forgetAll(): Promise<void> {
  for (const key of Object.keys(localStorage)) if (key.startsWith('perdure:')) localStorage.removeItem(key);
  for (const save of await listSaves(USER)) await removeSave(USER, save);
}

/** The server's end of the live connection. */
const sourceThat = (live: StoryServer['live']) =>
  class {
    onerror: (() => void) | null = null;
    constructor() {
      if (live === 'none') throw new Error('This browser has no streams.');
    }
    addEventListener(type: string, listener: () => void) {
      if (type !== 'beat' || live === 'connecting') return;
      setTimeout(() => (live === 'reconnecting' ? this.onerror?.() : listener()));
    }
    close() {
      this.onerror = null;
    }
  };
