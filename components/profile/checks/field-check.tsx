import { valueLabel } from '@/lib/profile/model/value-label';
import { fieldOf, fromText, type FieldName } from '@/lib/profile/model/values';
import { useTexts } from '@/components/texts/texts-provider';
import { useFieldCheck } from './use-field-check';

/**
 * What a field's check says while its value is typed. Its line has its room before it says anything, where the message
 * of an error stands otherwise. `text`: what is in the control, null while there is nothing to check.
 */
export default function FieldCheck({ name, text }: { name: FieldName; text: string | null }) {
  const texts = useTexts();
  const check = useFieldCheck(name, text);
  return (
    <p aria-live="polite" className={`min-h-5 ${check?.is === 'refused' ? 'text-danger' : 'text-soft'}`}>
      {check?.is === 'refused' && texts.say(check.message)}
      {check?.is === 'accepted' &&
        fieldOf(name).checked === 'unique' &&
        texts.t('field.free', { value: valueLabel(texts, name, fromText(name, text ?? '')) })}
    </p>
  );
}
