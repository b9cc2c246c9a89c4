import { fields } from '@/lib/profile/fields';
import { choices } from '@/lib/profile/model/kinds/choices';
import { postedText } from '@/lib/profile/model/posted-text';
import type { FieldName } from '@/lib/profile/model/values';

const days = 'days' as FieldName;
Object.assign(fields, {
  days: choices({ label: 'Days', options: ['Mo', 'Tu', 'We'], clerk: { publicMetadata: 'days' } }),
});

const HELD = '["Mo","Su"]';
const read = (posted: string[], chosen?: string) => postedText(days, posted, { isShown: true, chosen });

it('choices are posted one by one, and none of them as nothing', () => {
  expect(read(['Mo', 'We'])).toBe('Mo\nWe');
  expect(read([])).toBe('');
  expect(postedText(days, [], { isShown: false, chosen: undefined })).toBeUndefined();
});

it('a value with a choice that is not offered is posted as it is while nobody changes what is chosen', () => {
  expect(read([HELD, 'Mo'], 'Mo')).toBe(HELD);
  expect(read([HELD], '')).toBe(HELD);
  expect(read([HELD, 'Mo', 'Tu'], 'Mo\r\nTu')).toBe(HELD);
});

it('what is chosen in place of such a value counts, also where all of it is taken back', () => {
  expect(read([HELD, 'Mo', 'We'], 'Mo')).toBe('Mo\nWe');
  expect(read([HELD, 'We'], '')).toBe('We');
  expect(read([HELD], 'Mo')).toBe('');
});
