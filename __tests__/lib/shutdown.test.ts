import { log } from '@/lib/log';
import { isStopping, onShutdown } from '@/lib/shutdown';
import { resetSingletons } from '@/lib/singleton';

const DELAY_MS = 5_000;
let nextListener: jest.Mock;
let endDrain: () => void;
let drain: jest.Mock;
beforeEach(() => {
  log.level = 'silent';
  jest.useFakeTimers();
  nextListener = jest.fn();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeAllListeners(signal).on(signal, nextListener);
  drain = jest.fn(() => new Promise<void>((resolve) => (endDrain = resolve)));
  resetSingletons('shutdown');
});
afterEach(() => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.removeAllListeners(signal);
  jest.useRealTimers();
});

/** What Node does at a signal. */
const emit = (signal: NodeJS.Signals) => process.listeners(signal).forEach((listener) => listener(signal));
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

it('after SIGTERM the process is stopping, and goes on until the shutdown delay is over', async () => {
  onShutdown({ delayMs: DELAY_MS, drain });
  expect(isStopping()).toBe(false);
  emit('SIGTERM');
  expect(isStopping()).toBe(true);
  await pass(DELAY_MS - 1);
  expect(drain).not.toHaveBeenCalled();
  await pass(1);
  expect(drain).toHaveBeenCalledTimes(1);
});

it('Next is sent the signal once the work under way has ended', async () => {
  onShutdown({ delayMs: 0, drain });
  emit('SIGTERM');
  await pass(2_000);
  expect(nextListener).not.toHaveBeenCalled();
  endDrain();
  await pass(0);
  expect(nextListener.mock.calls).toEqual([['SIGTERM']]);
});

it('Next is sent the signal after 10 s, whatever work is still under way', async () => {
  onShutdown({ delayMs: 0, drain });
  emit('SIGTERM');
  await pass(9_999);
  expect(nextListener).not.toHaveBeenCalled();
  await pass(1);
  expect(nextListener).toHaveBeenCalledTimes(1);
});

it('SIGINT ends the shutdown delay, and further signals change nothing', async () => {
  onShutdown({ delayMs: DELAY_MS, drain });
  emit('SIGTERM');
  emit('SIGTERM');
  emit('SIGINT');
  emit('SIGINT');
  expect(drain).toHaveBeenCalledTimes(1);
  endDrain();
  await pass(DELAY_MS);
  expect(nextListener.mock.calls).toEqual([['SIGINT']]);
  expect(drain).toHaveBeenCalledTimes(1);
});
