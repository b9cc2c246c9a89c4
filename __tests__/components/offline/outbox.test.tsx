import '../support/dom';
import { waitFor } from '@testing-library/react';
import { enqueueSave, listSaves, listSavesBefore, removeSave } from '@/components/offline/outbox';
import { withSendLock } from '@/components/offline/send-lock';
import type { Save } from '@/lib/profile/model/profile';

const aSave = (saveId: string, firstName: string): Save => ({ saveId, patch: { firstName } });
const one = aSave('1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c01', 'One');
const three = aSave('1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c03', 'Three');
const two = aSave('1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c02', 'Two');

afterEach(async () => {
  for (const save of [one, two, three]) await removeSave('user_ann', save);
});

const ids = async () => (await listSaves('user_ann')).map(({ saveId }) => saveId);

/** Silences the browser's storage, by a transaction that goes on and on. Returns what wakes it. */
async function silenceStorage(): Promise<() => void> {
  const opening = indexedDB.open('perdure');
  await new Promise((opened) => (opening.onsuccess = opened));
  const busy = opening.result.transaction('outbox', 'readwrite').objectStore('outbox');
  let isOver = false;
  const goOn = () => {
    if (!isOver) busy.count().onsuccess = goOn;
  };
  goOn();
  return () => {
    isOver = true;
    opening.result.close();
  };
}

it('a storage that does not answer is waited for no longer than its bound, and used again once it does', async () => {
  await enqueueSave('user_ann', one);
  const wake = await silenceStorage();
  expect(await enqueueSave('user_ann', two)).toBe(false);
  expect(await listSavesBefore('user_ann', two)).toEqual([]);
  await removeSave('user_ann', two);
  wake();
  await waitFor(async () => expect(await enqueueSave('user_ann', three)).toBe(true));
  // `two` was enqueued only now, and removed all the same.
  expect(await ids()).toEqual([one.saveId, three.saveId]);
});

it('a save that is enqueued again keeps its place, and nobody else sees it', async () => {
  for (const save of [one, two, one]) await enqueueSave('user_ann', save);
  await enqueueSave('user_bea', three);
  expect(await ids()).toEqual([one.saveId, two.saveId]);
  expect(await listSavesBefore('user_ann', two)).toEqual([one]);
  expect(await listSavesBefore('user_ann', one)).toEqual([]);
  expect(await listSaves('user_bea')).toEqual([three]);
  await removeSave('user_bea', three);
});

describe('the lock around sending', () => {
  const locks = (
    request: (name: string, options: { signal: AbortSignal }, work: () => Promise<unknown>) => Promise<unknown>,
  ) => Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true });
  afterEach(() => Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true }));

  it.each([
    ['are missing', undefined],
    ['are refused', () => Promise.reject(new DOMException('denied', 'SecurityError'))],
    [
      'throw',
      () => {
        throw new TypeError('illegal');
      },
    ],
    ['never come', () => new Promise(() => undefined)],
  ])('a tab sends all the same, once, where the browser’s locks %s', async (_how, request) => {
    if (request) locks(request);
    jest.useFakeTimers();
    try {
      const work = jest.fn(async () => 'done');
      const turn = withSendLock('user_ann', work);
      await jest.advanceTimersByTimeAsync(10_000);
      expect(await turn).toBe('done');
      expect(work).toHaveBeenCalledTimes(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('sending under the lock fails as its work fails', async () => {
    locks((_name, _options, work) => work());
    await expect(withSendLock('user_ann', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
