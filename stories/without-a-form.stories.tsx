import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { storeDrafts } from '@/components/offline/drafts';
import { enqueueSave } from '@/components/offline/outbox';
import { FormWithoutProfile } from '@/components/profile/form-without-profile';
import { KeptForm } from '@/components/profile/posted/kept-form';
import { ProfileSkeleton } from '@/components/profile/profile-skeleton';
import { ProfileUnavailable } from '@/components/profile/profile-unavailable';
import { until } from './support/hands';
import { shownSections } from './support/profiles';
import { answering, USER } from './support/server';

/** What stands in place of the form while there is none. */
const meta = {
  title: 'Without a form',
  component: ProfileUnavailable,
  args: {
    userId: USER,
    message: 'Your profile can’t be loaded right now, because your account can’t be reached. Try again in a moment.',
    isLasting: false,
    busy: false,
    onRetry: () => undefined,
  },
  beforeEach: answering({}),
} satisfies Meta<typeof ProfileUnavailable>;
export default meta;

type Story = StoryObj<typeof meta>;

export const Skeleton: Story = {
  tags: ['every-look', 'phone'],
  render: () => <ProfileSkeleton sections={shownSections} />,
};
export const Unavailable: Story = { tags: ['every-look'] };
export const TriedAgain: Story = { args: { message: undefined, busy: true } };
export const SomebodyHasToAct: Story = {
  args: { message: 'Your profile can’t be loaded, because this app is set up wrongly.', isLasting: true },
};
export const NobodySignedIn: Story = {
  render: () => <FormWithoutProfile path="/settings/profile" sections={shownSections} isSignedOut />,
};
export const WithAnEdit: Story = {
  beforeEach: async () => {
    const end = await answering({})();
    await enqueueSave(USER, { saveId: '0190b5a2-3c4d-7e5f-8a6b-9c0d1e2f3a4b', patch: { firstName: 'Bea' } });
    storeDrafts(USER, 'earlier-page', 'headline', [{ text: 'Captain', base: '', at: Date.now() }]);
    return end;
  },
  play: ({ canvasElement }) => until(canvasElement, 'dl > :nth-child(4)'),
};
export const PostedWithoutAScript: Story = {
  render: () => (
    <KeptForm
      unsaved={{
        userId: USER,
        form: 'story',
        token: 'story',
        texts: { firstName: 'Bea', headline: 'Captain' },
        save: { saveId: 'story', patch: { firstName: 'Bea', headline: 'Captain' } },
        message: 'Not saved: most of this app is down. Your edit is still here.',
        errors: {},
        partly: false,
      }}
      path="/settings/profile"
      post={() => undefined}
    />
  ),
};
