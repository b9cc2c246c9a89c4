import { useState } from 'react';
import type { Draft } from '@/lib/profile/model/drafts/drafts';
import { dayWords } from '@/lib/profile/model/drafts/day-words';
import { valueLabel } from '@/lib/profile/model/value-label';
import type { Control } from '@/lib/profile/model/kinds/kind';
import { fieldOf, fromText, type FieldName } from '@/lib/profile/model/values';
import { Button } from '@/components/ui/button';

const TYPED: readonly Control['kind'][] = ['text', 'multiline', 'number', 'search'];
const verbOf = (name: FieldName): string => (TYPED.includes(fieldOf(name).control.kind) ? 'typed' : 'chose');

/** Says when the value in a field was typed, if an earlier page left it there unsaved, and offers to discard it. */
export function FoundDraft({ name, at, onDiscard }: { name: FieldName; at: number | null; onDiscard: () => void }) {
  const [now] = useState(Date.now);
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite">{`You ${verbOf(name)} this ${dayWords(at, now)}`}</span>
      <span aria-hidden> · </span>
      <FieldButton name={name} act="Discard" onClick={onDiscard} />
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
  const [now] = useState(Date.now);
  const when = dayWords(at, now);
  const label = valueLabel(name, fromText(name, text));
  return (
    <p className="text-[0.8125rem] text-soft">
      <span aria-live="polite" className="wrap-anywhere">
        {label === '' ? `You cleared this ${when}` : `You ${verbOf(name)} “${label}” ${when}`}
      </span>
      <span aria-hidden> · </span>
      <FieldButton name={name} act="Use it" onClick={onUse} />
      <span aria-hidden> · </span>
      <FieldButton name={name} act="Discard it" onClick={onDiscard} />
    </p>
  );
}

function FieldButton({ name, act, onClick }: { name: FieldName; act: string; onClick: () => void }) {
  return (
    <Button variant="link" size="inline" onClick={onClick} aria-label={`${act}: ${fieldOf(name).label}`}>
      {act}
    </Button>
  );
}
