import type { ShownRefusal } from '@/lib/profile/model/profile';
import { valueLabel } from '@/lib/profile/model/value-label';
import { isNotSet } from '@/lib/profile/model/kinds/text-of';
import type { Value } from '@/lib/profile/model/value';
import { fieldOf, isValid, type FieldName } from '@/lib/profile/model/values';
import {
  changedElsewhere,
  KEPT_IN_VAIN,
  KEPT_TO_CHANGE,
  overwroteElsewhere,
  SAVE_UNDER_WAY,
} from '@/lib/profile/words/field-words';
import { isAccountGone, isRefusedForGood, isSwitchedOff } from '@/lib/profile/words/refusal-words';
import { Button } from '@/components/ui/button';

/** A change made elsewhere during an edit, and a button that takes it. */
export function ChangedElsewhere({ name, value, onUse }: { name: FieldName; value: Value; onUse: () => void }) {
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">{changedElsewhere(valueLabel(name, value))}</span>
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
  value: Value;
  busy: boolean;
  onUndo: () => void;
}) {
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">{overwroteElsewhere(valueLabel(name, value))}</span>
      <span aria-hidden> · </span>
      <Button
        variant="link"
        size="inline"
        onClick={onUndo}
        unavailable={busy && SAVE_UNDER_WAY}
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

/** What can be done about a value that was refused. What would be refused again is not offered. */
export function AfterRefusal({ name, refusal, busy, onRetry, onDiscard }: AfterRefusalProps) {
  const { label, locked } = fieldOf(name);
  if (isAccountGone(refusal) || locked !== undefined) return null; // said once, of the whole profile; or not to change
  const unavailable = busy && SAVE_UNDER_WAY;
  const discard = isValid(name, refusal.inClerk) && (
    <Button variant="link" size="inline" onClick={onDiscard} unavailable={unavailable} aria-label={`Discard ${label}`}>
      {discardLabel(name, refusal.inClerk, isSwitchedOff(refusal))}
    </Button>
  );
  if (isSwitchedOff(refusal))
    return (
      <p className="text-[0.8125rem] text-soft">
        {KEPT_IN_VAIN} {discard}
      </p>
    );
  return (
    <p className="text-[0.8125rem] text-soft">
      {isRefusedForGood(refusal) ? KEPT_TO_CHANGE.replace(/,$/, discard ? '' : '.') : `${KEPT_TO_CHANGE} `}
      {!isRefusedForGood(refusal) && (
        <Button variant="link" size="inline" onClick={onRetry} unavailable={unavailable} aria-label={`Retry ${label}`}>
          retry
        </Button>
      )}
      {discard && <> or {discard}</>}
    </p>
  );
}

function discardLabel(name: FieldName, inClerk: Value, isOwnSentence: boolean): string {
  if (isNotSet(inClerk)) return isOwnSentence ? 'Clear it' : 'discard it';
  return `${isOwnSentence ? 'Go' : 'go'} back to “${valueLabel(name, inClerk)}”`;
}
