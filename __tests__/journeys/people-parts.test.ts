import { PassThrough, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createElement, Fragment, type ReactNode } from 'react';
import { ProfileAvatar } from '@/components/people/profile-avatar';
import { ProfileName } from '@/components/people/profile-name';
import { getPerson } from '@/lib/profile/verbs/people/get-person';
import { watchStatements } from '../support/postgres/statements';
import { startWorld, type World } from '../support/world';

// React as server components have it. Next's bundler leaves client components out of a page's server code; here what
// they call as they are loaded is there too.
jest.mock('react', () => ({
  ...jest.requireActual<object>('react'),
  ...jest.requireActual<object>('../../node_modules/react/cjs/react.react-server.production.js'),
}));

/** Outside of Next there is no request: this is what one says of its language. */
jest.mock('next/headers', () => ({ headers: () => Promise.resolve(new Headers({ 'accept-language': 'en' })) }));

/**
 * React's own renderer of server components, as Next brings it: without types. That of production: in development the
 * browser is sent all that a component has waited for, the answers of Clerk with it.
 */
const { renderToPipeableStream } = jest.requireActual<{
  renderToPipeableStream: (
    node: ReactNode,
    clientComponents: object,
    options: { onError: (error: unknown) => void },
  ) => { pipe: <T extends Writable>(to: T) => T };
}>('next/dist/compiled/react-server-dom-webpack/cjs/react-server-dom-webpack-server.node.production.js');

const { watch, take } = watchStatements();
let world: World;
beforeAll(async () => {
  world = await startWorld({ watch });
  await getPerson((await newPeople(['Zoe']))[0]!); // connects to Postgres and loads Clerk's SDK
});
afterAll(() => world.stop());

const SECRET = 'nobody-else-may-read-this';
const newPeople = (names: readonly string[]) =>
  Promise.all(
    names.map((firstName) =>
      world.newUser({
        firstName,
        lastName: 'Lee',
        publicMetadata: { avatarColor: 'teal' },
        privateMetadata: { secret: SECRET },
        unsafeMetadata: { draft: SECRET },
      }),
    ),
  );

/** Renders server components as a page does, and returns what the browser is sent of them. */
async function render(node: ReactNode): Promise<string> {
  const failures: unknown[] = [];
  const stream = renderToPipeableStream(node, {}, { onError: (error) => void failures.push(error) });
  const sent = await text(stream.pipe(new PassThrough()));
  expect(failures).toEqual([]);
  return sent;
}
const rowOf = (userId: string, index: number) =>
  createElement(
    'li',
    { key: index },
    createElement(ProfileAvatar, { userId, size: 'small' }),
    createElement(ProfileName, { userId }),
  );

describe('a page with fifty people, each with an avatar and a name', () => {
  const names = Array.from(
    { length: 50 },
    (_, n) => `Ann${String.fromCharCode(97 + Math.floor(n / 26), 97 + (n % 26))}`,
  );
  let ids: string[];
  beforeAll(async () => {
    ids = await newPeople(names);
  });
  const page = () => createElement('ul', null, ids.map(rowOf));

  it('fifty avatars and names are one call of Clerk where nobody is known yet', async () => {
    const from = world.clerk.requests().length;
    take();
    const sent = await render(page());
    expect(world.clerk.requests().slice(from)).toHaveLength(1);
    expect(take()).toHaveLength(5); // one query; then BEGIN, the locks, the rows, COMMIT
    for (const name of names) expect(sent).toContain(`"${name} Lee"`);
    expect(sent).not.toContain(SECRET);
  });

  it('fifty avatars and names are one query and no call of Clerk where all are known', async () => {
    const from = world.clerk.requests().length;
    take();
    const sent = await render(page());
    expect(world.clerk.requests().slice(from)).toEqual([]);
    expect(take()).toHaveLength(1);
    for (const name of names) expect(sent).toContain(`Avatar of ${name} Lee`);
    expect(sent).not.toContain(SECRET);
  });

  it('names inside of components that wait are one query too', async () => {
    const Later = async ({ userId }: { userId: string }) => {
      await Promise.resolve();
      return createElement(ProfileName, { userId });
    };
    take();
    await render(ids.map((userId) => createElement(Later, { userId, key: userId })));
    expect(take()).toHaveLength(1);
  });
});

it('somebody who is not known is a plain figure without a name', async () => {
  const sent = await render(rowOf('user_nobody', 0));
  expect(sent).toContain('Avatar without a name');
  expect(sent).not.toContain('background');
  expect(sent).not.toContain('bdi');
});

it('a name is isolated from the text around it, whatever its direction', async () => {
  const [id] = await newPeople(['ليلى']);
  expect(await render(createElement(ProfileName, { userId: id! }))).toContain(
    '["$","bdi",null,{"children":"ليلى Lee"}',
  );
});

it('each request reads anew, and outside of a page each call is a query of its own', async () => {
  const [id] = await newPeople(['Ann']);
  const twice = createElement(Fragment, null, rowOf(id!, 0), rowOf(id!, 1));
  await render(twice);
  take();
  await render(twice);
  await render(twice);
  expect(take()).toHaveLength(2);
  expect((await getPerson(id!))?.displayName).toBe('Ann Lee');
});
