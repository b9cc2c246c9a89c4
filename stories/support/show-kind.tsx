import { useRef, useState } from 'react';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile } from '@/lib/profile/model/profile';
import type { ShownSection } from '@/lib/profile/model/sections';
import { messageOfText, toText, type FieldName, type Patch, type Texts } from '@/lib/profile/model/values';
import { focusField } from '@/components/profile/kinds/field-focus';
import { ProfileFields } from '@/components/profile/form/profile-fields';
import { useProfileForm } from '@/components/profile/form/use-profile-form';
import { Card } from '@/components/ui/card';
import { aProfile } from '@/__tests__/support/a-profile';
import { exampleOf, fieldNameOf, states, statesOf, type KindName, type StateName } from './kinds';
import { unanswered } from './saves';
import { USER } from './server';

/** A kind of field in each of its states, as the form shows them. */
export function ShowKind({ kind }: { kind: KindName }) {
  const root = useRef<HTMLFormElement>(null);
  const [{ profile, unsaved, names }] = useState(() => given(kind));
  const { state, actions } = useProfileForm(profile, {
    save: unanswered,
    userId: USER,
    unsaved,
    showField: (name) => focusField(root.current, name),
    names,
  });
  return (
    <form ref={root} aria-label={exampleOf(kind).label}>
      <Card className="grid sm:grid-cols-2 [&>section]:content-start [&>section]:border-none">
        <ProfileFields userId={USER} sections={sectionsOf(kind)} state={state} actions={actions} />
      </Card>
    </form>
  );
}

/** What the form begins with. */
const given = (kind: KindName) => ({
  profile: profileOf(kind),
  unsaved: unsavedOf(kind),
  names: sectionsOf(kind).flatMap(({ fields }) => fields),
});

/** A section of its own for each state, which its title names. */
const sectionsOf = (kind: KindName): ShownSection[] =>
  statesOf(kind).map((state) => ({
    name: `${kind}-${state}` as ShownSection['name'],
    title: states[state],
    fields: [fieldNameOf(kind, state) as FieldName],
  }));

/** The profile of a person whose fields are in these states. */
function profileOf(kind: KindName): Profile {
  const {
    values: [value, another],
    badValue,
    long = '',
  } = exampleOf(kind);
  const name = (state: StateName) => fieldNameOf(kind, state) as FieldName;
  return aProfile({
    values: {
      [name('Filled')]: value,
      [name('Required')]: value,
      [name('Locked')]: value,
      [name('Elsewhere')]: badValue,
      [name('Refused')]: value,
      [name('Conflict')]: another,
      [name('Long')]: long,
    },
    refused: { [name('Refused')]: { code: 'form_param_value_invalid', message: 'is invalid', inClerk: another } },
    unknown: [name('Unknown')],
  });
}

/** What was typed and is not saved. */
function unsavedOf(kind: KindName): UnsavedForm {
  const {
    values: [value, , third],
    badText,
  } = exampleOf(kind);
  const name = (state: StateName) => fieldNameOf(kind, state) as FieldName;
  const has = (state: StateName) => statesOf(kind).includes(state);
  const texts: Texts = {
    ...(has('Invalid') && { [name('Invalid')]: badText }),
    ...(has('Required') && { [name('Required')]: '' }),
    ...(has('Checked') && { [name('Checked')]: toText(name('Checked'), third) }),
    ...(has('Conflict') && { [name('Conflict')]: toText(name('Conflict'), third) }),
  };
  const base: Patch = has('Conflict') ? { [name('Conflict')]: value } : {};
  const messages = Object.entries(texts).map(([field, text]) => [field, messageOfText(field as FieldName, text)]);
  return {
    userId: USER,
    form: kind,
    token: 'story',
    texts,
    save: { saveId: 'story', patch: texts, base },
    message: '',
    errors: Object.fromEntries(messages.filter(([, message]) => message !== undefined)) as UnsavedForm['errors'],
    partly: false,
  };
}
