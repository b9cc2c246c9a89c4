import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import type { ReactNode } from 'react';
import { ProfileAvatar } from '@/components/people/profile-avatar';
import { ProfileName } from '@/components/people/profile-name';
import { peopleIds } from './support/people';

interface Person {
  avatar: ReactNode;
  name: ReactNode;
}

const List = ({ people }: { people: Person[] }) => (
  <ul className="grid max-w-sm grid-cols-[minmax(0,1fr)] gap-3">
    {people.map(({ avatar, name }, index) => (
      <li key={index} className="flex items-center gap-3">
        {avatar}
        <span className="min-w-0 truncate">{name ?? 'Not known'}</span>
      </li>
    ))}
  </ul>
);

/** Other people, by the server components that other pages show them with. */
const meta = {
  title: 'People',
  component: List,
  args: { people: [] },
  render: (_args, { loaded }) => <List people={(loaded as { people: Person[] }).people} />,
} satisfies Meta<typeof List>;
export default meta;

type Story = StoryObj<typeof meta>;

const drawn = (size: 'small' | 'large') => async () => ({
  people: await Promise.all(
    peopleIds.map(async (userId) => ({
      avatar: await ProfileAvatar({ userId, size }),
      name: await ProfileName({ userId }),
    })),
  ),
});

export const Small: Story = { tags: ['every-look'], loaders: [drawn('small')] };
export const Large: Story = { loaders: [drawn('large')] };
