import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** A message about something that went wrong. Screen readers announce it as soon as it appears. */
export function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div
      role="alert"
      className={
        'flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-danger-line bg-danger-soft ' +
        'px-3.5 py-2.5'
      }
    >
      <p className="flex min-w-0 flex-[1_1_16rem] gap-2.5 text-ink">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
        <span>{children}</span>
      </p>
      {action}
    </div>
  );
}
