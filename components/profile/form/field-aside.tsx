import type { ShownRefusal } from '@/lib/profile/model/profile';
import { valueLabel } from '@/lib/profile/model/value-label';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { Button } from '@/components/ui/button';

/** A change made elsewhere during an edit, and a button that takes it. */
export function ChangedElsewhere({ name, value, onUse }: { name: FieldName; value: string; onUse: () => void }) {
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">
        {value === '' ? 'Cleared on another device' : `Changed to “${valueLabel(name, value)}” on another device`}
      </span>
      <span aria-hidden> · </span>
      <Button variant="link" size="inline" onClick={onUse} aria-label={`Use it for ${fieldOf(name).label}`}>
        Use it
      </Button>
    </p>
  );
}

/** A value of another device that a save replaced, and a button that brings it back. */
export function OverwroteElsewhere({
  name,
  value,
  busy,
  onUndo,
}: {
  name: FieldName;
  value: string;
  busy: boolean;
  onUndo: () => void;
}) {
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">
        {value === ''
          ? 'Another device had cleared this meanwhile; your save replaced that'
          : `Your save replaced “${valueLabel(name, value)}” from another device`}
      </span>
      <span aria-hidden> · </span>
      <Button
        variant="link"
        size="inline"
        onClick={onUndo}
        unavailable={busy && 'A save is under way.'}
        aria-label={`Undo for ${fieldOf(name).label}`}
      >
        Undo
      </Button>
    </p>
  );
}

interface AfterRefusalProps {
  name: FieldName;
  refusal: ShownRefusal;
  busy: boolean;
  onRetry: () => void;
  onDiscard: () => void;
}

/** What can be done about a value that Clerk refused, and the reference that Clerk's support asks for. */
export function AfterRefusal({ name, refusal, busy, onRetry, onDiscard }: AfterRefusalProps) {
  const { label, schema } = fieldOf(name);
  const unavailable = busy && 'A save is under way.';
  return (
    <p className="text-[0.8125rem] text-soft">
      Your value is still here: change it,{' '}
      <Button variant="link" size="inline" onClick={onRetry} unavailable={unavailable} aria-label={`Retry ${label}`}>
        retry
      </Button>
      {schema.safeParse(refusal.inClerk).success && (
        <>
          {' or '}
          <Button
            variant="link"
            size="inline"
            onClick={onDiscard}
            unavailable={unavailable}
            aria-label={`Discard ${label}`}
          >
            {refusal.inClerk === '' ? 'discard it' : `go back to “${valueLabel(name, refusal.inClerk)}”`}
          </Button>
        </>
      )}
      .
      {refusal.traceId && (
        <span className="block font-mono text-xs wrap-anywhere">Clerk’s reference: {refusal.traceId}</span>
      )}
    </p>
  );
}
