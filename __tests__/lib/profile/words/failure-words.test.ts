import { inEnglish } from '@/__tests__/support/in-english';
import { unread, unsaved, unverified } from '@/lib/profile/words/failure-words';

const forbidden = {
  kind: 'refused',
  status: 403,
  code: 'forbidden',
  message: 'a sentence of Clerk’s',
  param: null,
  traceId: null,
} as const;
const limited = {
  kind: 'transient',
  unknown: false,
  limited: true,
  retryAfterMs: 10_000,
  message: 'Too many requests',
} as const;

it('a 403 of Clerk is worded neither as a deleted account nor as an outage', () => {
  const message = 'Your profile can’t be loaded, because this app may not ask for it. Tell whoever runs this app.';
  expect(inEnglish(unread(forbidden, 'does not know it'))).toEqual({
    message,
    lasting: true,
    cause: 'Clerk refuses it',
  });
  expect(inEnglish(unread(forbidden, 'is unreachable'))).toEqual({
    message,
    lasting: true,
    cause: 'Postgres is unreachable; Clerk refuses it',
  });
  expect(inEnglish(unsaved(forbidden, 'does not know it')).message).toBe(
    'Not saved: your profile could not be loaded, because this app may not ask for it. ' +
      'Tell whoever runs this app. Your edit is still here.',
  );
});

it('a 429 of Clerk is not worded as if Clerk did not answer', () => {
  expect(inEnglish(unread(limited, 'does not know it')).message).toBe(
    'Your profile can’t be loaded right now, because too many people are using it at once. Try again in a moment.',
  );
  expect(inEnglish(unsaved(limited, 'is unreachable'))).toEqual({
    message: 'Not saved: most of this app is down. Your edit is still here.',
    cause: 'Postgres is unreachable; Clerk takes no more requests for the moment (429)',
  });
});

it('only a cause that lasts is told as lasting', () => {
  expect(inEnglish(unverified('misconfigured'))).toMatchObject({ lasting: true });
  expect(inEnglish(unverified('misconfigured')).message).not.toContain('right now');
  expect(inEnglish(unverified('transient'))).not.toHaveProperty('lasting');
  expect(inEnglish(unverified('transient')).message).toContain('right now');
});
