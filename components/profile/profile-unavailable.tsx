import { CloudOff } from 'lucide-react';
import type { Text } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { KeptHere } from './kept-here';

interface ProfileUnavailableProps {
  /** whose profile it is: what this browser keeps for them is shown. Undefined while that is not known */
  userId?: string | undefined;
  /** why; undefined while it is read again */
  message: Text | undefined;
  /** why lasts until somebody acts: it cannot be tried again from here */
  isLasting: boolean;
  busy: boolean;
  onRetry: () => void;
}

/** What is shown in place of the form while the profile is unknown: nothing is made up. */
export function ProfileUnavailable({ userId, message, isLasting, busy, onRetry }: ProfileUnavailableProps) {
  const { t, say } = useTexts();
  return (
    <Card className="form-card grid justify-items-center gap-5 px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-waiting-soft text-waiting">
        <CloudOff aria-hidden className="size-5" />
      </span>
      <div role="alert" className="grid max-w-sm gap-1">
        <h2 className="text-base font-semibold">
          {isLasting ? t('unavailable.lastingTitle') : t('unavailable.title')}
        </h2>
        <p className="text-soft text-pretty">{message === undefined ? t('unavailable.again') : say(message)}</p>
      </div>
      {userId !== undefined && <KeptHere userId={userId} isLasting={isLasting} />}
      {!isLasting && (
        <Button onClick={onRetry} unavailable={busy && t('unavailable.busy')}>
          {t('form.retry')}
        </Button>
      )}
    </Card>
  );
}
