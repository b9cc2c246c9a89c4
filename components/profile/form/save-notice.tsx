import { Button } from '@/components/ui/button';
import { pageOf } from '@/lib/profile/model/sections';
import { keptElsewhere } from '@/lib/profile/words/page-words';
import { Notice } from '@/components/ui/notice';
import type { Failure as ServerFailure } from '@/lib/result';
import type { Failure } from './form-state';

/** What must be read now about a save that is not through, and what can be done about it. */
export interface NoticeContent {
  message: string;
  act?: { label: string; run: () => void } | undefined;
}

interface NoticeFacts {
  /** what to say where something on this page itself went wrong */
  fault: string | null;
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
  const reload = { label: 'Reload', run: () => window.location.reload() };
  if (fault !== null) return { message: fault, act: reload };
  if (retryReason !== null && online)
    return {
      message: retryReason.message,
      act: retryReason.lasting ? undefined : { label: 'Send now', run: acts.retryNow },
    };
  if (!failure) return null;
  const [first] = failure.elsewhere ?? [];
  if (first !== undefined) {
    const { title, path } = pageOf(first);
    return {
      message: `${failure.message} ${keptElsewhere(failure.elsewhere ?? [])}`,
      act: { label: `Go to ${title}`, run: () => window.location.assign(path) },
    };
  }
  const remedies = { retry: { label: 'Try again', run: acts.retry }, reload, edit: undefined, none: undefined };
  return { message: failure.message, act: remedies[failure.remedy] };
}

/** The notice between the form's fields and its buttons. */
export function SaveNotice({ message, act }: NoticeContent) {
  return (
    <div className="border-t border-line px-5 py-4 @2xl/form:px-6">
      <Notice
        action={
          act && (
            <Button size="small" onClick={act.run} className="ml-6.5 @xl/form:ml-0">
              {act.label}
            </Button>
          )
        }
      >
        {message}
      </Notice>
    </div>
  );
}
