import { z } from 'zod';
import { newSaveId } from '@/lib/profile/model/save-id';

describe('an id for a save', () => {
  const { randomUUID } = crypto;
  afterEach(() => {
    Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true });
  });

  it.each(['with crypto.randomUUID', 'without it, as on a page that came over plain http'])(
    'the id of a save is a random UUID %s',
    (how) => {
      if (how.startsWith('without'))
        Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
      const ids = Array.from({ length: 200 }, newSaveId);
      expect(new Set(ids).size).toBe(200);
      for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true);
    },
  );
});
