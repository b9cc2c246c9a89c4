import { CircleAlert, CloudOff, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

const tones: Record<'danger' | 'waiting', { look: string; icon: string; Icon: LucideIcon }> = {
  danger: { look: 'border-danger-line bg-danger-soft', icon: 'text-danger', Icon: CircleAlert },
  waiting: { look: 'border-waiting-line bg-waiting-soft', icon: 'text-waiting', Icon: CloudOff },
};

interface NoticeProps {
  tone: keyof typeof tones;
  children: ReactNode;
  action?: ReactNode;
}

/** Something that must be read now; announced as soon as it appears. */
export function Notice({ tone, children, action }: NoticeProps) {
  const { look, icon, Icon } = tones[tone];
  return (
    <div role="alert" className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border px-3.5 py-2.5 ${look}`}>
      <p className="flex min-w-0 flex-[1_1_16rem] gap-2.5 text-ink">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${icon}`} />
        <span>{children}</span>
      </p>
      {action}
    </div>
  );
}
