import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { AuthFrame } from '@/components/page/auth-frame';
import { ErrorPage } from '@/components/page/error-page';
import { FormIsLate } from '@/components/page/form-is-late';
import { MessagePage } from '@/components/page/message-page';
import { NoSuchPage } from '@/components/page/no-such-page';
import { SettingsPage } from '@/components/page/settings-page';
import { SiteHeader } from '@/components/page/site-header';
import { SignedInForm } from '@/components/profile/form/signed-in-form';
import { UserMenu } from '@/components/profile/user-menu';
import { untilState } from './support/hands';
import { filled, shownSections } from './support/profiles';
import { unanswered } from './support/saves';
import { answering, USER } from './support/server';

/** Whole pages. */
const meta = {
  title: 'Pages',
  component: MessagePage,
  args: { title: '', text: '', tryAgain: '', goToProfile: '' },
  parameters: { layout: 'fullscreen' },
  tags: ['own-page'],
} satisfies Meta<typeof MessagePage>;
export default meta;

type Story = StoryObj<typeof meta>;

const nothing = () => undefined;

export const NotFound: Story = { render: () => <NoSuchPage /> };
export const CannotBeShown: Story = {
  tags: ['dark'],
  render: () => <ErrorPage error={Object.assign(new Error('A fault.'), { digest: '3871920' })} reset={nothing} />,
};
export const SignInIsLate: Story = {
  render: () => (
    <AuthFrame>
      <FormIsLate scriptHost="clerk.example.com" />
    </AuthFrame>
  ),
};
export const Settings: Story = {
  tags: ['rtl', 'whole-page'],
  beforeEach: answering({ profile: [filled] }),
  render: () => (
    <SettingsPage
      header={<SiteHeader userMenu={<UserMenu userId={USER} email="ann@example.com" onSignOut={nothing} />} />}
    >
      <SignedInForm
        {...{ save: unanswered, post: async () => null, userId: USER, token: 'story' }}
        path="/settings/profile"
        sections={shownSections}
      />
    </SettingsPage>
  ),
  play: ({ canvasElement }) => untilState(canvasElement, 'confirmed'),
};
