import type { Meta, StoryObj } from '@storybook/nextjs-vite';
import { noticeOf, SaveNotice } from '@/components/profile/form/save-notice';
import type { Failure } from '@/components/profile/form/failed-save';
import { message, type Text } from '@/lib/texts/text';
import { Card } from '@/components/ui/card';
import { UNSENT, UNSENT_OUTDATED } from '@/lib/profile/words/request-words';

type Facts = Partial<Parameters<typeof noticeOf>[0]>;

/** The notice that these facts lead to. */
function NoticeOf(facts: Facts) {
  const nothing = () => undefined;
  const all = { fault: null, failure: null, retryReason: null, online: true, ...facts };
  const notice = noticeOf(all, { retry: nothing, retryNow: nothing });
  return <Card>{notice && <SaveNotice {...notice} />}</Card>;
}

const meta = { title: 'Notices', component: NoticeOf } satisfies Meta<typeof NoticeOf>;
export default meta;

type Story = StoryObj<typeof meta>;

const failure = (why: Text, remedy: Failure['remedy']): Failure => ({
  save: { saveId: 'story', patch: { firstName: 'Bea' } },
  partly: false,
  message: why,
  remedy,
});

export const SentAgain: Story = {
  tags: ['every-look', 'phone'],
  args: { retryReason: { message: UNSENT.unreachable } },
};
export const SomebodyHasToAct: Story = {
  args: {
    retryReason: { message: 'Not saved: this app is set up wrongly. Tell whoever runs this app.', lasting: true },
  },
};
export const TryAgain: Story = {
  args: { failure: failure('Not saved, because of a fault on our side. Your edit is still here.', 'retry') },
};
export const Reload: Story = { args: { failure: failure(UNSENT_OUTDATED, 'reload') } };
export const Correct: Story = { args: { failure: failure('Check the marked field.', 'edit') } };
export const FaultOfThePage: Story = { args: { fault: message('request.faultKept') } };
