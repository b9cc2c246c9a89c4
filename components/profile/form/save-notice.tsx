import { Button } from '@/components/ui/button';
import { pageOf } from '@/lib/profile/model/sections';
import { labelArgs, pageTitle } from '@/lib/profile/words/field-texts';
import { Notice } from '@/components/ui/notice';
import type { Failure as ServerFailure } from '@/lib/result';
import { message as textOf, type Message, type Text } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import type { Failure } from './failed-save';

/** What must be read now about a save that is not through, and what can be done about it. */
export interface NoticeContent {
  message: Text;
  act?: { label: Message; run: () => void } | undefined;
}

interface NoticeFacts {
  /** what to say where something on this page itself went wrong */
  fault: Text | null;
  failure: Failure | null;
  /** why the latest attempt of a save failed, while the next is awaited */
  retryReason: Pick<ServerFailure, 'message' | 'lasting'> | null;
  online: boolean;
}

/**
 * Returns the most pressing notice, or null if there is nothing to say. Without a network a retry has no reason; where
 * the cause lasts, none is offered.
 */
export function noticeOf(
  { fault, failure, retryReason, online }: NoticeFacts,
  acts: { retry: () => void; retryNow: () => void },
): NoticeContent | null {
  const reload = { label: textOf('site.reload'), run: () => window.location.reload() };
  if (fault !== null) return { message: fault, act: reload };
  if (retryReason !== null && online)
    return {
      message: retryReason.message,
      act: retryReason.lasting ? undefined : { label: textOf('form.sendNow'), run: acts.retryNow },
    };
  if (!failure) return null;
  const [first] = failure.elsewhere ?? [];
  if (first !== undefined) {
    const page = pageOf(first);
    return {
      message: textOf('form.refusedElsewhere', { why: failure.message, ...labelArgs(failure.elsewhere ?? []) }),
      act: {
        label: textOf('form.goTo', { page: pageTitle(page) }),
        run: () => window.location.assign(page.path),
      },
    };
  }
  const remedies = {
    retry: { label: textOf('site.tryAgain'), run: acts.retry },
    reload,
    edit: undefined,
    none: undefined,
  };
  return { message: failure.message, act: remedies[failure.remedy] };
}

/** The notice between the form's fields and its buttons. */
export function SaveNotice({ message, act }: NoticeContent) {
  const { say } = useTexts();
  return (
    <div className="border-t border-line px-5 py-4 @2xl/form:px-6">
      <Notice
        action={
          act && (
            <Button size="small" onClick={act.run} className="ms-6.5 @xl/form:ms-0">
              {say(act.label)}
            </Button>
          )
        }
      >
        {say(message)}
      </Notice>
    </div>
  );
}
