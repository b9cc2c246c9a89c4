import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { storeDrafts } from '@/components/offline/drafts';
import { SignedInForm } from '@/components/profile/form/signed-in-form';
import { sectionsShown } from '@/lib/profile/model/sections';
import { aProfile } from '@/__tests__/support/a-profile';
import { save, type, until, untilState } from './support/hands';
import { filled, longNames, nobody, arabic, said, shownSections } from './support/profiles';
import { made, notNow, turnedDown, unanswered, unreachable } from './support/saves';
import { answering, comeBack, hoursAgo, USER } from './support/server';

/** The whole form with its preview and the state of its saves, on what a server answers. */
const meta = {
  title: 'Profile form',
  component: SignedInForm,
  args: {
    save: unanswered,
    post: async () => null,
    userId: USER,
    token: 'story',
    path: '/settings/profile',
    sections: shownSections,
  },
  beforeEach: answering({ profile: [filled] }),
  tags: ['own-page'],
} satisfies Meta<typeof SignedInForm>;
export default meta;

type Story = StoryObj<typeof meta>;

/** Where the state of one field matters, and not the whole of the form. */
const short = { sections: sectionsShown({ fields: ['firstName', 'lastName', 'headline', 'website'] }) };

export const Loading: Story = { beforeEach: answering({ profile: [null] }) };

export const FirstVisit: Story = {
  beforeEach: answering({ profile: [aProfile({ revision: 0, values: nobody })] }),
  play: ({ canvasElement }) => untilState(canvasElement, 'welcome'),
};

export const Filled: Story = {
  tags: ['every-look'],
  play: ({ canvasElement }) => untilState(canvasElement, 'confirmed'),
};

export const LongNames: Story = {
  tags: ['phone'],
  beforeEach: answering({ profile: [aProfile({ values: longNames })] }),
  play: ({ canvasElement }) => untilState(canvasElement, 'confirmed'),
};

export const Arabic: Story = {
  tags: ['rtl', 'system-fonts'],
  beforeEach: answering({ profile: [aProfile({ values: arabic })] }),
  play: ({ canvasElement }) => untilState(canvasElement, 'confirmed'),
};

export const Unsaved: Story = {
  args: short,
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    await untilState(canvasElement, 'unsaved');
  },
};

export const Invalid: Story = {
  tags: ['forced-colours'],
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', '');
    await type(canvasElement, 'website', 'ann at example');
    await type(canvasElement, 'timeZone', 'Mars/Base');
    await untilState(canvasElement, 'unsaved');
  },
};

export const Saving: Story = {
  args: short,
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    await save(canvasElement);
    await untilState(canvasElement, 'saving');
  },
};

export const Waiting: Story = {
  args: short,
  tags: ['dark'],
  beforeEach: answering({ profile: [aProfile({ values: said, pending: ['bio'], pendingSince: hoursAgo(2.5) })] }),
  play: ({ canvasElement }) => untilState(canvasElement, 'waiting'),
};

export const Refused: Story = {
  args: short,
  tags: ['every-look', 'phone'],
  beforeEach: answering({
    profile: [
      aProfile({
        values: { ...said, lastName: 'Lee-Moon' },
        refused: { lastName: { code: 'form_param_value_invalid', message: 'Last name is invalid', inClerk: 'Lee' } },
      }),
    ],
  }),
  play: ({ canvasElement }) => untilState(canvasElement, 'refused'),
};

export const Conflict: Story = {
  args: short,
  tags: ['every-look'],
  beforeEach: answering({ profile: [filled, aProfile({ revision: 5, values: { ...said, firstName: 'Anna' } })] }),
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Annika');
    comeBack();
    await until(canvasElement, '[data-field=firstName] [aria-live] + [aria-hidden] + button');
  },
};

export const Overwrote: Story = {
  args: { ...short, save: made(filled, { overwrote: { firstName: 'Anna' } }) },
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Annika');
    await save(canvasElement);
    await until(canvasElement, '[data-field=firstName] [aria-live] + [aria-hidden] + button');
  },
};

export const DraftFound: Story = {
  args: short,
  beforeEach: async () => {
    const end = await answering({ profile: [filled] })();
    const at = Date.now() - 60 * 60_000;
    storeDrafts(USER, 'earlier-page', 'headline', [
      { text: 'Sailor, baker, candlestick maker', base: 'Sailor and baker', at },
    ]);
    return end;
  },
  play: ({ canvasElement }) => until(canvasElement, '[data-field=headline] [aria-live] + [aria-hidden] + button'),
};

export const WillBeSent: Story = {
  args: { ...short, save: notNow('Not saved yet: this app is busy. Your edit is still here.', 'Postgres is busy') },
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    await save(canvasElement);
    await untilState(canvasElement, 'held');
    await until(canvasElement, '[role=alert]');
  },
};

export const Offline: Story = {
  tags: ['dark', 'no-picture'], // the browser may find out meanwhile that there is a network
  beforeEach: answering({ profile: [filled], offline: true }),
  args: { ...short, save: unreachable },
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    await save(canvasElement);
    await untilState(canvasElement, 'held');
  },
};

export const Failed: Story = {
  args: { ...short, save: turnedDown('Not saved, because of a fault on our side. Your edit is still here.') },
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    await save(canvasElement);
    await untilState(canvasElement, 'failed');
  },
};

export const TurnedDown: Story = {
  args: { ...short, save: turnedDown('Check the marked field.', { firstName: 'This name is not allowed here.' }) },
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    await save(canvasElement);
    await untilState(canvasElement, 'failed');
  },
};

export const SignedOut: Story = {
  args: short,
  beforeEach: answering({ profile: [filled, { status: 401, body: { message: 'Sign in to see your profile.' } }] }),
  play: async ({ canvasElement }) => {
    await type(canvasElement, 'firstName', 'Bea');
    comeBack();
    await untilState(canvasElement, 'signed out');
  },
};

export const MirrorOnlyUnknown: Story = {
  beforeEach: answering({
    profile: [aProfile({ values: said, source: 'clerk', revision: 0, unknown: ['bio', 'timeZone', 'language'] })],
  }),
  play: ({ canvasElement }) => untilState(canvasElement, 'direct'),
};
