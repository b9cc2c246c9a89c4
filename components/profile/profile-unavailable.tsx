import { CloudOff } from 'lucide-react';
import { unavailableWords } from '@/lib/profile/words/page-words';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { KeptHere } from './kept-here';

interface ProfileUnavailableProps {
  /** whose profile it is: what this browser keeps for them is shown. Undefined while that is not known */
  userId?: string | undefined;
  /** why, in the server's words; undefined while it is read again */
  message: string | undefined;
  /** why lasts until somebody acts: it cannot be tried again from here */
  isLasting: boolean;
  busy: boolean;
  onRetry: () => void;
}

/** What is shown in place of the form while the profile is unknown: nothing is made up. */
export function ProfileUnavailable({ userId, message, isLasting, busy, onRetry }: ProfileUnavailableProps) {
  return (
    <Card className="form-card grid justify-items-center gap-5 px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-waiting-soft text-waiting">
        <CloudOff aria-hidden className="size-5" />
      </span>
      <div role="alert" className="grid max-w-sm gap-1">
        <h2 className="text-base font-semibold">
          {isLasting ? unavailableWords.lastingTitle : unavailableWords.title}
        </h2>
        <p className="text-soft text-pretty">{message ?? unavailableWords.again}</p>
      </div>
      {userId !== undefined && <KeptHere userId={userId} isLasting={isLasting} />}
      {!isLasting && (
        <Button onClick={onRetry} unavailable={busy && unavailableWords.busy}>
          Retry
        </Button>
      )}
    </Card>
  );
}
