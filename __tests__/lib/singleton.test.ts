import { resetSingletons, singleton } from '@/lib/singleton';

afterEach(() => resetSingletons('counter', 'nothing'));

it('a singleton is made on the first call, and once', () => {
  const make = jest.fn(() => ({ count: 0 }));
  const counter = singleton('counter', make);
  expect(make).not.toHaveBeenCalled();
  counter().count += 1;
  expect(counter().count).toBe(1);
  expect(make).toHaveBeenCalledTimes(1);
});

it('a singleton is the same in every bundle that has its module', async () => {
  const counter = singleton('counter', () => ({ count: 7 }));
  counter();
  await jest.isolateModulesAsync(async () => {
    const other = (await import('@/lib/singleton')) as { singleton: typeof singleton };
    expect(other.singleton('counter', () => ({ count: 0 }))()).toBe(counter());
  });
});

it('a singleton that is undefined is made once as well', () => {
  const make = jest.fn(() => undefined);
  const nothing = singleton('nothing', make);
  nothing();
  nothing();
  expect(make).toHaveBeenCalledTimes(1);
});

it('a singleton that was reset is made again, and others stay', () => {
  const counter = singleton('counter', () => ({ count: 0 }));
  const [before, other] = [counter(), singleton('nothing', () => ({}))];
  const kept = other();
  resetSingletons('counter');
  expect(counter()).not.toBe(before);
  expect(other()).toBe(kept);
});
