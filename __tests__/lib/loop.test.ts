import { startLoop, type Loop } from '@/lib/loop';

let loop: Loop;
beforeEach(() => void jest.useFakeTimers());
afterEach(async () => {
  await loop.stop();
  jest.useRealTimers();
});

/** A round whose end the test decides, with what it returns. */
function controlled() {
  const ends: ((nextMs?: number) => void)[] = [];
  const round = jest.fn(() => new Promise<number | void>((resolve) => ends.push(resolve)));
  return {
    round,
    end: async (nextMs?: number) => {
      ends.shift()!(nextMs);
      await jest.advanceTimersByTimeAsync(0);
    },
  };
}

it('a loop waits its delay before each round, the first included', async () => {
  const round = jest.fn();
  loop = startLoop(round, 1_000);
  await jest.advanceTimersByTimeAsync(999);
  expect(round).toHaveBeenCalledTimes(0);
  await jest.advanceTimersByTimeAsync(1);
  expect(round).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(round).toHaveBeenCalledTimes(3);
});

it('a loop can begin its first round sooner than its delay', async () => {
  const round = jest.fn();
  loop = startLoop(round, 1_000, { firstMs: 0 });
  await jest.advanceTimersByTimeAsync(0);
  expect(round).toHaveBeenCalledTimes(1);
});

it('a round decides how long the loop waits after it', async () => {
  const round = jest.fn(async () => 50);
  loop = startLoop(round, 1_000);
  await jest.advanceTimersByTimeAsync(1_100);
  expect(round).toHaveBeenCalledTimes(3);
});

it('rounds of a loop never overlap, however long one takes', async () => {
  const { round, end } = controlled();
  loop = startLoop(round, 100);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(round).toHaveBeenCalledTimes(1);
  await end();
  await jest.advanceTimersByTimeAsync(100);
  expect(round).toHaveBeenCalledTimes(2);
  await end();
});

it('waking a loop shortens its wait and never lengthens it', async () => {
  const round = jest.fn();
  loop = startLoop(round, 1_000);
  loop.wake(100);
  await jest.advanceTimersByTimeAsync(90);
  loop.wake(100);
  await jest.advanceTimersByTimeAsync(10);
  expect(round).toHaveBeenCalledTimes(1);
});

it('waking a loop during a round shortens the wait after that round', async () => {
  const { round, end } = controlled();
  loop = startLoop(round, 1_000, { firstMs: 0 });
  await jest.advanceTimersByTimeAsync(0);
  loop.wake(100);
  loop.wake(500);
  await jest.advanceTimersByTimeAsync(200);
  expect(round).toHaveBeenCalledTimes(1);
  await end(5_000);
  await jest.advanceTimersByTimeAsync(100);
  expect(round).toHaveBeenCalledTimes(2);
  await end();
  await jest.advanceTimersByTimeAsync(999); // the wake-up counts once
  expect(round).toHaveBeenCalledTimes(2);
});

it('stopping a loop waits for the round under way, and no other begins', async () => {
  const { round, end } = controlled();
  loop = startLoop(round, 100);
  await jest.advanceTimersByTimeAsync(100);
  const stopped = jest.fn();
  const stopping = loop.stop().then(stopped);
  await jest.advanceTimersByTimeAsync(10_000);
  expect(stopped).not.toHaveBeenCalled();
  loop.wake(0);
  await end(0);
  await stopping;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(round).toHaveBeenCalledTimes(1);
});

it('a loop can be stopped from within its own round', async () => {
  const round = jest.fn(() => void loop.stop());
  loop = startLoop(round, 100);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(round).toHaveBeenCalledTimes(1);
});

it('a stopped loop is not woken', async () => {
  const round = jest.fn();
  loop = startLoop(round, 100);
  await loop.stop();
  loop.wake(0);
  await jest.advanceTimersByTimeAsync(1_000);
  expect(round).not.toHaveBeenCalled();
});
