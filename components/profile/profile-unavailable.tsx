import { CloudOff } from 'lucide-react';
import { Button } from '../ui/button';
import { Card } from '../ui/card';

interface ProfileUnavailableProps {
  /** why, in the server's words; undefined while it is read again */
  message: string | undefined;
  busy: boolean;
  onRetry: () => void;
}

/** What is shown in place of the form while the profile is unknown: nothing is made up. */
export function ProfileUnavailable({ message, busy, onRetry }: ProfileUnavailableProps) {
  return (
    <Card className="grid justify-items-center gap-4 px-6 py-16 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-waiting-soft text-waiting">
        <CloudOff aria-hidden className="size-5" />
      </span>
      <div role="alert" className="grid max-w-sm gap-1">
        <h2 className="text-base font-semibold">Your profile isn’t here yet</h2>
        <p className="text-soft">{message ?? 'Trying again…'}</p>
      </div>
      <Button onClick={onRetry} unavailable={busy && 'It is being tried again.'}>
        Retry
      </Button>
    </Card>
  );
}
