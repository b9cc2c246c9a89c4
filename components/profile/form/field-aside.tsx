import type { ShownRefusal } from '@/lib/profile/model/profile';
import { valueLabel } from '@/lib/profile/words/value-label';
import { isNotSet } from '@/lib/profile/model/kinds/text-of';
import type { Value } from '@/lib/profile/model/value';
import { fieldOf, isValid, type FieldName } from '@/lib/profile/model/values';
import { labelOf } from '@/lib/profile/words/field-texts';
import { message, type Message } from '@/lib/texts/text';
import { useTexts } from '@/components/texts/texts-provider';
import { isAccountGone, isRefusedForGood, isSwitchedOff } from '@/lib/profile/words/refusal-words';
import { Button } from '@/components/ui/button';

/** A change made elsewhere during an edit, and a button that takes it. */
export function ChangedElsewhere({ name, value, onUse }: { name: FieldName; value: Value; onUse: () => void }) {
  const texts = useTexts();
  const label = valueLabel(texts, name, value);
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">
        {label === '' ? texts.t('field.cleared') : texts.t('field.changed', { value: label })}
      </span>
      <span aria-hidden> · </span>
      <Button
        variant="link"
        size="inline"
        onClick={onUse}
        aria-label={texts.t('field.useItFor', { label: labelOf(name) })}
      >
        {texts.t('field.useIt')}
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
  const texts = useTexts();
  const label = valueLabel(texts, name, value);
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">
        {label === '' ? texts.t('field.replacedClearing') : texts.t('field.replaced', { value: label })}
      </span>
      <span aria-hidden> · </span>
      <Button
        variant="link"
        size="inline"
        onClick={onUndo}
        unavailable={busy && texts.t('form.underWay')}
        aria-label={texts.t('field.undoFor', { label: labelOf(name) })}
      >
        {texts.t('field.undo')}
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
  const texts = useTexts();
  const { t, rich } = texts;
  if (isAccountGone(refusal) || fieldOf(name).locked !== undefined) return null; // said once, of all; or not to change
  const unavailable = busy && t('form.underWay');
  const label = labelOf(name);
  const button = (key: 'retryOf' | 'discardOf', onClick: () => void, words: string) => (
    <Button
      key={key}
      variant="link"
      size="inline"
      onClick={onClick}
      unavailable={unavailable}
      aria-label={t(`field.${key}`, { label })}
    >
      {words}
    </Button>
  );
  const buttons = {
    retry: (words: string) => button('retryOf', onRetry, words),
    discard: (words: string) => button('discardOf', onDiscard, words),
  };
  return (
    <p className="text-[0.8125rem] text-soft">
      {rich(whatToDo(name, refusal, valueLabel(texts, name, refusal.inClerk)), buttons)}
    </p>
  );
}

/** Returns what can be done, as a sentence with its buttons. `value`: what Clerk holds instead; "" if it is not set. */
function whatToDo(name: FieldName, refusal: ShownRefusal, value: string): Message {
  const canDiscard = isValid(name, refusal.inClerk);
  const isCleared = canDiscard && isNotSet(refusal.inClerk);
  if (isSwitchedOff(refusal)) {
    if (!canDiscard) return message('field.inVain');
    return isCleared ? message('field.inVainClear') : message('field.inVainBack', { value });
  }
  if (isRefusedForGood(refusal)) {
    if (!canDiscard) return message('field.change');
    return isCleared ? message('field.changeDiscard') : message('field.changeBack', { value });
  }
  if (!canDiscard) return message('field.changeRetry');
  return isCleared ? message('field.changeRetryDiscard') : message('field.changeRetryBack', { value });
}
