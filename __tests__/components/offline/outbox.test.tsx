import '../support/dom';
import { waitFor } from '@testing-library/react';
import { removeSave, withSendLock, enqueueSave, listSavesBefore, listSaves } from '@/components/offline/outbox';
import type { Save } from '@/lib/profile/model/profile';

const aSave = (saveId: string, firstName: string): Save => ({ saveId, patch: { firstName } });
const one = aSave('1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c01', 'One');
const three = aSave('1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c03', 'Three');
const two = aSave('1f0e4a52-2d0c-4f6e-9b7e-0d6d5f1b0c02', 'Two');

afterEach(async () => {
  for (const save of [one, two, three]) await removeSave('user_ann', save);
});

it('waits no longer than its bound for a storage that does not answer, and uses it again once it does', async () => {
  await enqueueSave('user_ann', one);
  const { transaction } = IDBDatabase.prototype;
  const owed: (() => void)[] = [];
  // Every transaction is begun for real, and its answers are held back until the storage wakes.
  IDBDatabase.prototype.transaction = function (
    this: IDBDatabase,
    ...args: Parameters<typeof transaction>
  ): IDBTransaction {
    const real = transaction.apply(this, args);
    const store = real.objectStore('outbox');
    for (const ask of ['getAll', 'getAllKeys'] as const) {
      const asked = (store[ask] as () => IDBRequest).bind(store);
      const held = () => {
        const request = asked();
        const silent = { onsuccess: null as (() => void) | null, result: undefined as unknown };
        request.onsuccess = () =>
          owed.push(() => {
            silent.result = request.result;
            silent.onsuccess?.();
          });
        return silent;
      };
      Object.assign(store, { [ask]: held });
    }
    real.objectStore = () => store;
    return real;
  };

  expect(await enqueueSave('user_ann', two)).toBe(false);
  expect(await listSavesBefore('user_ann', two)).toEqual([]);
  await removeSave('user_ann', two);

  IDBDatabase.prototype.transaction = transaction;
  await waitFor(() => {
    owed.splice(0).forEach((answer) => answer());
    return enqueueSave('user_ann', three).then((kept) => expect(kept).toBe(true));
  });
  // What was forgotten meanwhile is forgotten, although it was kept only now.
  await waitFor(async () =>
    expect((await listSaves('user_ann')).map(({ saveId }) => saveId)).toEqual([one.saveId, three.saveId]),
  );
});

describe('turns of tabs', () => {
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
  ])('begin all the same, once, where locks %s', async (_how, request) => {
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

  it('fail as their work fails', async () => {
    locks((_name, _options, work) => work());
    await expect(withSendLock('user_ann', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
