import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { SaveBar } from '@/components/profile/form/save-bar';
import { syncState, type SyncFacts } from '@/components/profile/status/sync-state';
import { Card } from '@/components/ui/card';
import { aProfile } from '@/__tests__/support/a-profile';
import { said } from './support/profiles';
import { answering, hoursAgo } from './support/server';

interface BarProps extends Partial<SyncFacts> {
  cause?: string;
}

/** The bar under a form in the state that these facts lead to. */
function Bar({ cause, ...facts }: BarProps) {
  const all: SyncFacts = {
    profile: aProfile({ values: said }),
    unsaved: 0,
    save: 'none',
    others: 0,
    draftsRead: true,
    failed: 'no',
    online: true,
    readError: null,
    isPendingLong: true,
    reconnecting: false,
    ...facts,
  };
  return (
    <form aria-label="Profile">
      <Card>
        <SaveBar
          path="/settings/profile"
          sync={syncState(all)}
          isExplained={false}
          technical={{
            profile: all.profile,
            unsaved: all.unsaved > 0 ? ['firstName'] : [],
            sending: all.save === 'none' ? [] : ['lastName'],
            saveId: all.save === 'none' ? null : '0190b5a2-3c4d-7e5f-8a6b-9c0d1e2f3a4b',
            cause: cause ?? null,
            live: all.reconnecting ? 'reconnecting' : 'live',
          }}
          isSaving={all.save !== 'none'}
          hasChanges={all.unsaved > 0}
          onRead={() => undefined}
          onSendOthers={() => undefined}
        />
      </Card>
    </form>
  );
}

/** The foot of the form: what is true of the profile's saves, and what can be done about it. */
const meta = {
  title: 'Save bar',
  component: Bar,
  beforeEach: answering({}),
} satisfies Meta<typeof Bar>;
export default meta;

type Story = StoryObj<typeof meta>;

const pending = aProfile({ values: said, pending: ['bio'], pendingSince: hoursAgo(2.5) });
const refusal = { code: 'form_param_value_invalid', message: 'Last name is invalid', at: '2026-01-15T09:30:00.000Z' };
const refused = { lastName: refusal };

export const Confirmed: Story = { tags: ['every-look', 'phone'] };
export const Welcome: Story = { args: { profile: aProfile({ revision: 0 }) } };
export const PollsOnly: Story = { beforeEach: answering({ live: 'none' }) };
export const NotLookedForYet: Story = { args: { others: null } };
export const Unsaved: Story = { args: { unsaved: 1 } };
export const Saving: Story = { args: { save: 'under way' } };
export const UnsavedBesideASave: Story = { args: { save: 'under way', unsaved: 1 } };
export const Kept: Story = { args: { save: 'kept', cause: 'Postgres is busy' } };
export const KeptOffline: Story = { args: { save: 'kept', online: false } };
export const Held: Story = { args: { save: 'held' } };
export const HeldOffline: Story = { args: { save: 'held', online: false } };
export const UnsavedBesideAKeptSave: Story = { args: { save: 'kept', unsaved: 1 } };
export const SaveOfAnotherTab: Story = { args: { others: 1 } };
export const Failed: Story = { args: { failed: 'wholly', unsaved: 1 } };
export const FailedInPart: Story = { args: { failed: 'partly', unsaved: 1 } };
export const Committed: Story = { args: { profile: pending, isPendingLong: false } };
export const Waiting: Story = { tags: ['every-look', 'phone'], args: { profile: pending } };
export const WaitingForWhoeverRunsIt: Story = { args: { profile: { ...pending, lasting: true } } };
export const Refused: Story = { tags: ['every-look'], args: { profile: aProfile({ refused }) } };
export const RefusedWhileTheRestWaits: Story = {
  args: { profile: { ...pending, ...refusedOf(aProfile({ refused })) } },
};
export const TwoRefused: Story = {
  args: { profile: aProfile({ refused: { firstName: refusal, lastName: refusal } }) },
};
export const AccountGone: Story = {
  args: { profile: aProfile({ refused: { lastName: { ...refusal, code: 'resource_not_found' } } }) },
};
export const Offline: Story = { args: { online: false } };
export const Reconnecting: Story = { args: { reconnecting: true } };
export const CannotRefresh: Story = { args: { readError: 'fault' } };
export const CannotRefreshForGood: Story = { args: { readError: 'lasting fault' } };
export const SignedOut: Story = { args: { readError: 'signed out', unsaved: 1 } };
export const SomebodyElse: Story = { args: { readError: 'somebody else' } };
export const PartOfTheAppIsDown: Story = { args: { profile: aProfile({ source: 'clerk', revision: 0 }) } };
export const AccountNotReached: Story = { args: { profile: aProfile({ source: 'mirror' }) } };
export const AccountNotReachedForGood: Story = { args: { profile: aProfile({ source: 'mirror', lasting: true }) } };

export const Details: Story = {
  tags: ['phone'],
  args: {
    profile: { ...pending, ...refusedOf(aProfile({ refused })), version: '4.details' },
    save: 'kept',
    unsaved: 1,
    cause: 'Clerk does not answer',
  },
  play: ({ canvasElement }) => canvasElement.querySelector('details')?.setAttribute('open', ''),
};

function refusedOf({ values, refused: all }: ReturnType<typeof aProfile>) {
  return { values, refused: all };
}
