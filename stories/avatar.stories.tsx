import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { Avatar } from '@/components/profile/avatar';
import { palette } from '@/lib/profile/model/colors/palette';
import { hardNames, longNames } from './support/profiles';
import { USER } from './support/server';

const meta = {
  title: 'Avatar',
  component: Avatar,
  args: { userId: USER, size: 'large', label: 'Avatar' },
} satisfies Meta<typeof Avatar>;
export default meta;

type Story = StoryObj<typeof meta>;

const values = { firstName: 'Ann', lastName: 'Lindqvist', avatarColor: 'teal' };
const row = 'flex flex-wrap items-center gap-3';

export const Name: Story = { tags: ['every-look'], args: { values } };
export const Small: Story = { args: { values, size: 'small' } };
export const OneName: Story = { args: { values: { ...values, lastName: '' } } };
export const NoName: Story = { tags: ['every-look'], args: { values: { ...values, firstName: '', lastName: '' } } };
export const Unknown: Story = { args: { values: undefined } };
export const LongNames: Story = { args: { values: { ...values, ...longNames } } };
export const ColourOfAnotherApp: Story = { args: { values: { ...values, avatarColor: 'vantablack' } } };

export const HardNames: Story = {
  tags: ['system-fonts'],
  args: { values },
  render: (args) => (
    <div className={row}>
      {hardNames.map(([firstName, lastName]) => (
        <Avatar key={firstName} {...args} values={{ ...values, firstName, lastName }} />
      ))}
    </div>
  ),
};

export const EveryColour: Story = {
  tags: ['every-look'],
  args: { values },
  render: (args) => (
    <div className={row}>
      {[...Object.keys(palette), '#ffffff', '#000000', '#777777'].map((avatarColor) => (
        <Avatar key={avatarColor} {...args} values={{ ...values, avatarColor }} />
      ))}
    </div>
  ),
};
