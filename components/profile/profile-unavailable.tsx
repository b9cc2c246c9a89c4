import { CloudOff } from 'lucide-react';
import { Button } from '../ui/button';
import { Card } from '../ui/card';

interface ProfileUnavailableProps {
  /** why, in the server's words; undefined while it is being tried again */
  message: string | undefined;
  busy: boolean;
  onRetry: () => void;
}

/** Stands in for the form when there is no profile to show: nothing is made up in its place. */
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
