import { z } from 'zod';
import { newSaveId } from '@/lib/profile/model/save-id';

describe('an id for a save', () => {
  const { randomUUID, getRandomValues } = crypto;
  const give = (name: 'randomUUID' | 'getRandomValues', value: unknown) =>
    Object.defineProperty(crypto, name, { value, configurable: true });
  afterEach(() => {
    give('randomUUID', randomUUID);
    give('getRandomValues', getRandomValues);
  });
  const refuse = () => {
    throw new DOMException('denied', 'NotAllowedError');
  };

  it.each<[string, () => void]>([
    ['with crypto.randomUUID', () => undefined],
    ['without it, as on a page that came over plain http', () => give('randomUUID', undefined)],
    ['where it throws', () => give('randomUUID', refuse)],
    [
      'where the browser has no random source that works',
      () => {
        give('randomUUID', undefined);
        give('getRandomValues', refuse);
      },
    ],
  ])('the id of a save is a random UUID %s', (_how, takeAway) => {
    takeAway();
    const ids = Array.from({ length: 200 }, newSaveId);
    expect(new Set(ids).size).toBe(200);
    for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true);
  });
});
