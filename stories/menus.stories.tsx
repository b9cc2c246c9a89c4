import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { userEvent } from 'storybook/test';
import { ThemeToggle } from '@/components/page/theme-toggle';
import { UserMenu } from '@/components/profile/user-menu';
import { storeDrafts } from '@/components/offline/drafts';
import { aProfile } from '@/__tests__/support/a-profile';
import { until } from './support/hands';
import { filled, longNames } from './support/profiles';
import { answering, USER } from './support/server';

/** The menus of the header. */
const meta = {
  title: 'Menus',
  component: UserMenu,
  args: { userId: USER, email: 'ann@example.com', onSignOut: () => new Promise<void>(() => undefined) },
  beforeEach: answering({ profile: [filled] }),
  decorators: [
    (Story) => (
      <header className="flex h-72 justify-end">
        <Story />
      </header>
    ),
  ],
  tags: ['own-page'],
} satisfies Meta<typeof UserMenu>;
export default meta;

type Story = StoryObj<typeof meta>;

const open = async (canvas: HTMLElement) => {
  await until(canvas, 'button');
  await userEvent.click(canvas.querySelector('button')!);
  await until(canvas, '[role=menu]');
};
const signOut = async (canvas: HTMLElement) => {
  await open(canvas);
  await userEvent.click(canvas.querySelector('div[role=menuitem], button[role=menuitem]')!);
};

export const Account: Story = { tags: ['every-look'], play: ({ canvasElement }) => open(canvasElement) };
export const NotKnownYet: Story = {
  args: { email: null },
  beforeEach: answering({ profile: [null] }),
  play: ({ canvasElement }) => open(canvasElement),
};
export const LongName: Story = {
  args: { email: `${'a.long.address.'.repeat(6)}@example.com` },
  beforeEach: answering({ profile: [aProfile({ values: longNames })] }),
  play: ({ canvasElement }) => open(canvasElement),
};
export const SigningOutFailed: Story = {
  args: { onSignOut: () => Promise.reject(new Error('No answer.')) },
  play: async ({ canvasElement }) => {
    await signOut(canvasElement);
    await until(canvasElement, '[role=alert]');
  },
};
export const SignOutQuestion: Story = {
  tags: ['every-look', 'whole-page'],
  beforeEach: async () => {
    const end = await answering({ profile: [filled] })();
    storeDrafts(USER, 'this-page', 'headline', [{ text: 'Captain', base: 'Sailor and baker', at: Date.now() }]);
    return end;
  },
  play: async ({ canvasElement }) => {
    await signOut(canvasElement);
    await until(canvasElement, 'dialog[open]');
  },
};
export const Theme: Story = {
  render: () => <ThemeToggle />,
  play: ({ canvasElement }) => open(canvasElement),
};
