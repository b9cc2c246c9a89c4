import type { Value } from '@/lib/profile/model/value';
import { fieldNames, fieldOf, type FieldName } from '@/lib/profile/model/values';
import { FieldCheck } from '@/components/profile/checks/field-check';
import { FoundDraft, OfferedDraft } from '@/components/profile/drafts/found-draft';
import { useDeferUntilPointerUp } from '@/components/profile/hooks/use-defer-until-pointer-up';
import { AfterRefusal, ChangedElsewhere, OverwroteElsewhere } from './field-aside';
import { FieldControl } from './field-control';
import type { FormState } from './form-state';
import { fieldView, textToCheck } from './form-view';
import type { useProfileForm } from './use-profile-form';

interface ProfileFieldsProps {
  state: FormState;
  actions: ReturnType<typeof useProfileForm>['actions'];
}

/** The control of each field, with what else there is to say about its value. */
export function ProfileFields({ state, actions }: ProfileFieldsProps) {
  const leave = useDeferUntilPointerUp(actions.leave);
  return fieldNames.map((name) => (
    <ProfileField key={name} name={name} state={state} actions={actions} onLeave={() => leave(name)} />
  ));
}

function ProfileField({
  name,
  state,
  actions,
  onLeave,
}: ProfileFieldsProps & { name: FieldName; onLeave: () => void }) {
  const { text, error, refusal, elsewhere, typedAt, offered, overwrote } = fieldView(state, name);
  const saveValue = (saved: Value) => () => actions.saveValue(name, saved);
  return (
    <FieldControl
      name={name}
      value={text}
      error={error}
      onChange={(typed) => actions.type(name, typed)}
      onLeave={onLeave}
      aside={
        <>
          {fieldOf(name).checked && error === undefined && <FieldCheck name={name} text={textToCheck(state, name)} />}
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

/** Moves focus to a field's control: its input, or the one of its radios that is chosen. */
export function focusField(form: HTMLFormElement | null, name: FieldName) {
  const field = form?.querySelector(`[data-field="${name}"]`);
  (field?.querySelector<HTMLElement>('input:checked') ?? field?.querySelector<HTMLElement>('input'))?.focus();
}
