import type { FormEvent } from 'react';
import { formNames } from '@/lib/profile/model/form-names';
import type { ShownSection } from '@/lib/profile/model/sections';
import { useTexts } from '@/components/texts/texts-provider';
import { Button } from '@/components/ui/button';

/** The button that saves one section alone: its name and value are posted with the form. */
export function SectionButton({ name, title }: Pick<ShownSection, 'name' | 'title'>) {
  const { t } = useTexts();
  return (
    <Button
      variant="primary"
      type="submit"
      name={formNames.section}
      value={name}
      aria-label={t('form.saveSection', { section: title })}
      className="justify-self-end"
    >
      {t('form.save')}
    </Button>
  );
}

/** What the Enter key presses where each section has a button: it saves what was changed in all of them. */
export const SaveAllByEnter = () => <button type="submit" tabIndex={-1} aria-hidden className="sr-only" />;

/** Returns the fields of the section whose button submitted the form; undefined if it was no section's. */
export function pressedFields({ nativeEvent }: FormEvent, sections: readonly ShownSection[]) {
  const { submitter } = nativeEvent as SubmitEvent;
  if (!(submitter instanceof HTMLButtonElement) || submitter.name !== formNames.section) return undefined;
  return sections.find(({ name }) => name === submitter.value)?.fields;
}
