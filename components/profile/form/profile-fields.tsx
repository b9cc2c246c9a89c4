import { lazy, Suspense } from 'react';
import type { Value } from '@/lib/profile/model/value';
import { savedBy } from '@/lib/profile/sections';
import type { ShownSection } from '@/lib/profile/model/sections';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { FoundDraft, OfferedDraft } from '@/components/profile/drafts/found-draft';
import { useDeferUntilPointerUp } from '@/components/profile/hooks/use-defer-until-pointer-up';
import { useTexts } from '@/components/texts/texts-provider';
import { sectionTexts } from '@/lib/profile/model/field-texts';
import { kindOf } from '@/components/profile/kinds/kinds';
import { AfterRefusal, ChangedElsewhere, OverwroteElsewhere } from './field-aside';
import { FieldControl } from './field-control';
import type { FormState } from './form-state';
import { SectionButton } from './section-button';
import { fieldView, textToCheck, valuesShown } from './form-view';
import type { useProfileForm } from './use-profile-form';

/** Fetched only by an app that has a field with a check. */
const FieldCheck = lazy(() =>
  import('@/components/profile/checks/field-check').catch(() => ({ default: () => <p className="min-h-5" /> })),
);

interface ProfileFieldsProps {
  /** whose profile it is */
  userId: string;
  /** the sections to show, with their fields */
  sections: readonly ShownSection[];
  state: FormState;
  actions: ReturnType<typeof useProfileForm>['actions'];
}

/** The fields in their sections, each with what else there is to say about its value. */
export function ProfileFields({ userId, sections, state, actions }: ProfileFieldsProps) {
  const leave = useDeferUntilPointerUp(actions.leave);
  const { say } = useTexts();
  const values = valuesShown(state);
  const shown = sections.map((section) => ({ ...section, ...sectionTexts(section) }));
  return shown.map(({ name: section, title, text, columns = 1, fields }) => (
    <section
      key={section}
      aria-label={say(title)}
      className="grid gap-4 border-line p-5 not-first:border-t @2xl/form:p-6"
    >
      <div className="grid gap-0.5">
        <h2 className="font-semibold tracking-tight">{say(title)}</h2>
        {text && <p className="text-[0.8125rem] text-soft">{say(text)}</p>}
      </div>
      <div className={`grid items-start gap-x-5 gap-y-1 ${columns === 2 ? '@lg:grid-cols-2' : ''}`}>
        {fields.map((name) => (
          <div
            key={name}
            hidden={fieldOf(name).shownIf?.(values) === false}
            className={kindOf(fieldOf(name).control).isWide ? 'col-span-full' : ''}
          >
            <ProfileField name={name} userId={userId} state={state} actions={actions} onLeave={() => leave(name)} />
          </div>
        ))}
      </div>
      {savedBy === 'section' && <SectionButton name={section} title={say(title)} />}
    </section>
  ));
}

interface ProfileFieldProps extends Pick<ProfileFieldsProps, 'userId' | 'state' | 'actions'> {
  name: FieldName;
  onLeave: () => void;
}

function ProfileField({ name, userId, state, actions, onLeave }: ProfileFieldProps) {
  const { text, error, complaint, unknown, refusal, elsewhere, typedAt, offered, overwrote } = fieldView(state, name);
  const saveValue = (saved: Value) => () => actions.saveValue(name, saved);
  return (
    <FieldControl
      name={name}
      userId={userId}
      value={text}
      error={error ?? complaint}
      isUnknown={unknown}
      onChange={(typed) => actions.type(name, typed)}
      onLeave={onLeave}
      aside={
        <>
          {fieldOf(name).checked && error === undefined && (
            <Suspense fallback={<p className="min-h-5" />}>
              <FieldCheck name={name} text={textToCheck(state, name)} />
            </Suspense>
          )}
          {refusal && (
            <AfterRefusal
              name={name}
              refusal={refusal}
              busy={state.isSaving}
              onRetry={saveValue(state.profile.values[name])}
              onDiscard={saveValue(refusal.inClerk)}
            />
          )}
          {elsewhere !== undefined && (
            <ChangedElsewhere name={name} value={elsewhere} onUse={() => actions.drop(name)} />
          )}
          {typedAt !== undefined && <FoundDraft name={name} at={typedAt} onDiscard={() => actions.drop(name)} />}
          {offered && (
            <OfferedDraft
              name={name}
              draft={offered}
              onUse={() => actions.takeDraft(name, offered)}
              onDiscard={() => actions.discardDraft(name, offered)}
            />
          )}
          {overwrote !== undefined && (
            <OverwroteElsewhere name={name} value={overwrote} busy={state.isSaving} onUndo={saveValue(overwrote)} />
          )}
        </>
      }
    />
  );
}
