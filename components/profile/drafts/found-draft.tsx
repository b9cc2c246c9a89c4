import { useState } from 'react';
import type { Draft } from '@/lib/profile/model/drafts/drafts';
import { dayWords } from '@/lib/profile/model/drafts/day-words';
import { valueLabel } from '@/lib/profile/model/value-label';
import { labelOf } from '@/lib/profile/model/field-texts';
import type { Control } from '@/lib/profile/model/kinds/kind';
import { fieldOf, fromText, type FieldName } from '@/lib/profile/model/values';
import { useTexts } from '@/components/texts/texts-provider';
import { Button } from '@/components/ui/button';

const TYPED: readonly Control['kind'][] = ['text', 'multiline', 'number', 'search'];
const verbOf = (name: FieldName) => (TYPED.includes(fieldOf(name).control.kind) ? 'typed' : 'chose');

/** Says when the value in a field was typed, if an earlier page left it there unsaved, and offers to discard it. */
export function FoundDraft({ name, at, onDiscard }: { name: FieldName; at: number | null; onDiscard: () => void }) {
  const { t } = useTexts();
  const [now] = useState(Date.now);
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">{t(`draft.${verbOf(name)}This`, { when: dayWords(at, now) })}</span>
      <span aria-hidden> · </span>
      <FieldButton name={name} act="discard" onClick={onDiscard} />
    </p>
  );
}

interface OfferedDraftProps {
  name: FieldName;
  draft: Draft;
  onUse: () => void;
  onDiscard: () => void;
}

/** Another value that an earlier page left unsaved in a field, and buttons that take or discard it. */
export function OfferedDraft({ name, draft: { text, at }, onUse, onDiscard }: OfferedDraftProps) {
  const texts = useTexts();
  const [now] = useState(Date.now);
  const when = dayWords(at, now);
  const value = valueLabel(texts, name, fromText(name, text));
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite" className="wrap-anywhere">
        {value === '' ? texts.t('draft.cleared', { when }) : texts.t(`draft.${verbOf(name)}`, { value, when })}
      </span>
      <span aria-hidden> · </span>
      <FieldButton name={name} act="use" onClick={onUse} />
      <span aria-hidden> · </span>
      <FieldButton name={name} act="discardIt" onClick={onDiscard} />
    </p>
  );
}

interface FieldButtonProps {
  name: FieldName;
  act: 'use' | 'discard' | 'discardIt';
  onClick: () => void;
}

function FieldButton({ name, act, onClick }: FieldButtonProps) {
  const { t } = useTexts();
  return (
    <Button variant="link" size="inline" onClick={onClick} aria-label={t(`draft.${act}Of`, { label: labelOf(name) })}>
      {t(`draft.${act}`)}
    </Button>
  );
}
