import { endStreams, Stream } from '@/lib/events/stream';

it('a stream that opens while the process ends is sent to another process at once', () => {
  endStreams();
  const sent: string[] = [];
  let ended = false;
  new Stream({ write: (text) => sent.push(text) > 0, end: () => void (ended = true) }, 'user_ann', 'sess_1');
  expect(sent.at(-1)).toMatch(/^event: again\n/);
  expect(ended).toBe(true);
});
