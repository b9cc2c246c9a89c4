import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { ProfilePreview } from '@/components/profile/profile-preview';
import { readValues } from '@/lib/profile/model/values';
import { captions, refusedCaption } from '@/lib/profile/words/page-words';
import { arabic, hardNames, longNames, nobody, said } from './support/profiles';
import { USER } from './support/server';

const meta = {
  title: 'Profile preview',
  component: ProfilePreview,
  args: { userId: USER, values: readValues(said), caption: captions.current },
  decorators: [
    (Story) => (
      <div className="max-w-60">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof ProfilePreview>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Filled: Story = { tags: ['every-look'] };
export const NoName: Story = { args: { values: nobody } };
export const NameAlone: Story = { args: { values: readValues({ firstName: 'Ann' }) } };
export const LongNames: Story = { args: { values: readValues(longNames) } };
export const Arabic: Story = { tags: ['rtl', 'system-fonts'], args: { values: readValues(arabic) } };
export const OneWideLetter: Story = {
  tags: ['system-fonts'],
  args: { values: readValues({ ...said, firstName: hardNames[0]![0], lastName: hardNames[1]![0] }) },
};
export const Refused: Story = { args: { caption: refusedCaption(['firstName', 'lastName', 'headline']) } };
