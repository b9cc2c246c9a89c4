import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { recordWebhook } from '@/lib/db/queries/webhook-ledger';
import type { LiveEvent } from '@/lib/events/event';
import { publishWith } from '@/lib/events/publish';
import { countStreams, reconnectStreams, Stream, type StreamSink } from '@/lib/events/stream';
import { stopListening } from '@/lib/events/subscribe';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());
afterEach(() => {
  jest.useRealTimers();
  reconnectStreams();
});

/** A browser that keeps what it is sent. */
class Browser implements StreamSink {
  ended = false;
  private readonly sent = new EventEmitter();
  private readonly frames = on(this.sent, 'frame');
  constructor(private readonly keepsUp = true) {}
  write(text: string): boolean {
    this.sent.emit('frame', text);
    return this.keepsUp;
  }
  end(): void {
    this.ended = true;
  }
  /** the next event's name and data */
  async next(): Promise<string> {
    const [text] = (await this.frames.next()).value as [string];
    const event = /^event: (\w+)\ndata: (.*)$/m.exec(text);
    return event ? `${event[1]} ${event[2]}`.trim() : this.next();
  }
}

const publish = (event: LiveEvent) =>
  publishWith(event, (notification) => recordWebhook(`msg_${randomUUID()}`, notification));
const changed = (userId: string, version: string): LiveEvent => ({ kind: 'changed', userId, version });

/** An open stream whose process listens already. */
async function open(userId: string, sessionId = 'sess_1') {
  const browser = new Browser();
  const stream = new Stream(browser, userId, sessionId);
  expect(await browser.next()).toBe('check'); // the first connection of the process: something may have been missed
  return { browser, stream };
}

describe('a stream', () => {
  afterEach(() => stopListening());

  it('a stream sends its user’s changes, and nobody else’s', async () => {
    const { browser } = await open('user_ann');
    await publish(changed('user_bea', '7.other'));
    await publish(changed('user_ann', '8.own'));
    expect(await browser.next()).toBe('version 8.own');
  });

  it('a stream has its browser check its profile, and sends it nothing of a stale mirror', async () => {
    const { browser } = await open('user_ann');
    await publish({ kind: 'stale', userId: 'user_ann', at: 1 });
    await publish({ kind: 'check', userId: 'user_ann' });
    await publish(changed('user_ann', '8.own'));
    expect([await browser.next(), await browser.next()]).toEqual(['check', 'version 8.own']);
  });

  it('a stream sends the current version first, or a heartbeat if the browser has it', async () => {
    const { browser, stream } = await open('user_ann');
    stream.sendVersion('3.now');
    stream.sendVersion('3.now', '3.now');
    expect([await browser.next(), await browser.next()]).toEqual(['version 3.now', 'beat']);
  });

  it('a stream ends with its session, and with no other', async () => {
    const [one, other] = [await open('user_ann', 'sess_1'), new Browser()];
    const stays = new Stream(other, 'user_ann', 'sess_2');
    await publish({ kind: 'ended', userId: 'user_ann', sessionId: 'sess_1' });
    expect(await one.browser.next()).toBe('over');
    expect(one.browser.ended).toBe(true);
    expect(other.ended).toBe(false);
    stays.close();
  });

  it('a stream sends a heartbeat every 20 s, and has its browser reconnect within 10 minutes', async () => {
    const { browser, stream } = await open('user_ann');
    const began = Date.now();
    stream.tick(began + 19_000);
    stream.tick(began + 21_000);
    expect(await browser.next()).toBe('beat');
    stream.tick(began + 8 * 60_000);
    expect(await browser.next()).toBe('beat');
    expect(browser.ended).toBe(false);
    stream.tick(began + 10 * 60_000 + 1_000);
    expect(await browser.next()).toBe('again');
    expect(browser.ended).toBe(true);
  });

  it('a stream is closed if its browser does not keep up', async () => {
    const slow = new Browser(false);
    new Stream(slow, 'user_ann', 'sess_1');
    expect(slow.ended).toBe(true);
    expect(countStreams()).toBe(0);
  });

  it('after an interrupted connection to Postgres, streams have their browsers check', async () => {
    const { browser } = await open('user_ann');
    await world.postgres.cut();
    await world.postgres.restore();
    expect(await browser.next()).toBe('check');
  });

  it('a closed stream is no longer held, and can be closed twice', async () => {
    const { browser, stream } = await open('user_ann');
    stream.close();
    expect(countStreams()).toBe(0);
    stream.close();
    expect(browser.ended).toBe(true);
  });
});
