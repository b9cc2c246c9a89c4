import type { FormEvent, ReactNode, RefObject } from 'react';
import type { ShownSection } from '@/lib/profile/model/sections';
import { savedBy } from '@/lib/profile/sections';
import { PostedWith, type PostedWithProps } from '@/components/profile/posted/posted-with';
import { useTexts } from '@/components/texts/texts-provider';
import type { FormState } from './form-state';
import { FormValues } from './form-values';
import { basesShown, textsShown } from './form-view';
import { pressedFields, SaveAllByEnter } from './section-button';
import type { useProfileForm } from './use-profile-form';

interface FormRootProps {
  form: RefObject<HTMLFormElement | null>;
  state: FormState;
  actions: ReturnType<typeof useProfileForm>['actions'];
  /** what the form does where it is sent without this page's script */
  post: (form: FormData) => void;
  /** what is sent with it then */
  posted: Omit<PostedWithProps, 'base'>;
  sections: readonly ShownSection[];
  children: ReactNode;
}

/** The form element: sent by this page's script, or by the browser alone. */
export function FormRoot({ form, state, actions, post, posted, sections, children }: FormRootProps) {
  const { t } = useTexts();
  const instead = (act: (event: FormEvent) => void) => (event: FormEvent) => {
    event.preventDefault();
    act(event);
  };
  return (
    <FormValues form={form} texts={textsShown(state)} bases={basesShown(state)} onFound={actions.takeOver}>
      <form
        ref={form}
        noValidate
        action={post}
        onSubmit={instead((event) => actions.submit(pressedFields(event, sections)))}
        onReset={instead(() => actions.reset())}
        aria-label={t('page.title')}
      >
        {savedBy === 'section' && <SaveAllByEnter />}
        <PostedWith {...posted} base={basesShown(state)} />
        {children}
      </form>
    </FormValues>
  );
}
