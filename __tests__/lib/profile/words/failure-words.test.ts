import { unreadInWords, unsavedInWords } from '@/lib/profile/words/failure-words';

it('a 403 of Clerk is worded neither as a deleted account nor as an outage', () => {
  const failure = {
    kind: 'refused',
    status: 403,
    code: 'forbidden',
    message: 'a sentence of Clerk’s',
    param: null,
    traceId: null,
  } as const;
  expect(unreadInWords(failure, 'does not know it')).toBe(
    'Your profile can’t be loaded right now, because Clerk refuses to give it. Tell whoever runs this app.',
  );
  expect(unreadInWords(failure, 'is unreachable')).toBe(
    'Your profile can’t be loaded right now, because our database is unreachable and Clerk refuses to give it. ' +
      'Tell whoever runs this app.',
  );
  expect(unsavedInWords(failure, 'does not know it')).toBe(
    'Not saved: your profile could not be loaded, because Clerk refuses to give it. ' +
      'Tell whoever runs this app. Your edit is still here.',
  );
});

it('a 429 of Clerk is not worded as if Clerk did not answer', () => {
  const failure = {
    kind: 'transient',
    unknown: false,
    limited: true,
    retryAfterMs: 10_000,
    message: 'Too many requests',
  } as const;
  expect(unreadInWords(failure, 'does not know it')).toBe(
    'Your profile can’t be loaded right now, because Clerk takes no more requests for the moment. ' +
      'Try again in a moment.',
  );
  expect(unsavedInWords(failure, 'is unreachable')).toBe(
    'Not saved: our database is unreachable and Clerk takes no more requests for the moment. Your edit is still here.',
  );
});
