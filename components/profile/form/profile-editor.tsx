import { useMemo, useRef } from 'react';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile, Saved } from '@/lib/profile/model/profile';
import { hasPublicFields, type ShownSection } from '@/lib/profile/model/sections';
import { useLiveState } from '@/components/live/live-profile';
import { appearance } from '@/components/profile/appearance';
import { focusField } from '@/components/profile/kinds/field-focus';
import { useKeepFocus } from '@/components/profile/hooks/use-keep-focus';
import { useKeyboardInset } from '@/components/profile/hooks/use-keyboard-inset';
import { useLeaveGuard } from '@/components/profile/hooks/use-leave-guard';
import { useWouldLose } from '@/components/profile/hooks/use-would-lose';
import { ProfilePreview } from '@/components/profile/profile-preview';
import type { SyncFacts } from '@/components/profile/status/sync-state';
import { useOnline } from '@/components/profile/status/use-online';
import { useSyncState } from '@/components/profile/status/use-sync-state';
import { Card } from '@/components/ui/card';
import { causeOf } from './failed-save';
import { FormRoot } from './form-root';
import { changedFields, sendingFields, valuesShown } from './form-view';
import { ProfileFields } from './profile-fields';
import { SaveBar } from './save-bar';
import { noticeOf, SaveNotice } from './save-notice';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import { heldBackBy } from '@/components/profile/saving/use-pending-saves';
import type { Text } from '@/lib/texts/text';
import { useProfileForm } from './use-profile-form';
import { WithPreview } from '@/components/profile/with-preview';

interface ProfileEditorProps {
  profile: Profile;
  /** why the latest attempt to read the profile failed: what is shown is then the last that is known */
  readError: SyncFacts['readError'];
  onRead: () => void;
  /** the technical cause of that, if it is known */
  readCause: Text | null;
  save: SaveProfile;
  /** whose profile it is: what is kept in this browser is theirs alone */
  userId: string;
  /** what the form does where it is sent without this page's script */
  post: (form: FormData) => void;
  /** the path of the page that it is on, and what names it among the forms of that page */
  path: string;
  formId: string;
  /** the sections that it shows */
  sections: readonly ShownSection[];
  /** made once for each page: what is posted from it twice is one save */
  token: string;
  /** what of a form that was posted so is not saved; null where there was none */
  unsaved: UnsavedForm | null;
  onSaved?: ((saved: Saved) => void) | undefined;
}

/** The form of one user's profile, with a preview and the state of its saves in words. */
export function ProfileEditor({
  profile,
  readError,
  onRead,
  readCause,
  save,
  userId,
  post,
  token,
  unsaved,
  path,
  formId,
  sections,
  onSaved,
}: ProfileEditorProps) {
  const names = useMemo(() => sections.flatMap(({ fields }) => fields), [sections]);
  const root = useRef<HTMLFormElement>(null);
  const showField = (name: Parameters<typeof focusField>[1]) => focusField(root.current, name);
  const of = { save, userId, unsaved, showField, names, onSaved };
  const { state, saving, pending, areDraftsKept, fault, actions } = useProfileForm(profile, of);
  useKeepFocus(root);
  useKeyboardInset(root);
  const online = useOnline();
  const live = useLiveState();
  const hasChanges = changedFields(state).length > 0;
  const latest = pending.at(-1);
  const heldBack = heldBackBy(latest, saving.retryReason !== null, online);
  // What this browser keeps is there again, and is sent, whatever happens to the page.
  useLeaveGuard(useWouldLose(state.edits, hasChanges, areDraftsKept));
  const { failure } = state;
  const sync = useSyncState({
    profile,
    names,
    unsaved: changedFields(state).length,
    isSaving: state.isSaving,
    heldBack,
    others: saving.others,
    draftsRead: state.offered !== null,
    failed: failure === null ? 'no' : failure.partly ? 'partly' : 'wholly',
    online,
    readError,
  });
  const notice = noticeOf(
    { fault, failure, retryReason: saving.retryReason, online },
    { retry: actions.retry, retryNow: saving.retryNow },
  );
  return (
    <FormRoot
      form={root}
      state={state}
      actions={actions}
      post={post}
      posted={{ path, form: formId, names, userId, token: unsaved?.token ?? token, attempt: unsaved?.attempt }}
      sections={sections}
    >
      <Card className="form-card">
        <WithPreview
          preview={
            hasPublicFields(sections) && (
              <ProfilePreview
                userId={userId}
                values={valuesShown(state)}
                caption={appearance({
                  profile,
                  unsaved: hasChanges || state.isSaving,
                  current: online && readError === null,
                  shown: sync.kind,
                })}
              />
            )
          }
        >
          <ProfileFields userId={userId} sections={sections} state={state} actions={actions} />
        </WithPreview>
        {notice && <SaveNotice {...notice} />}
        <SaveBar
          path={path}
          sync={sync}
          isExplained={notice !== null}
          technical={{
            profile,
            unsaved: changedFields(state),
            sending: sendingFields(state),
            saveId: latest?.save.saveId ?? failure?.save.saveId ?? null,
            cause: saving.retryReason?.cause ?? (failure && causeOf(saving.error)) ?? readCause,
            live: live.state,
          }}
          isSaving={state.isSaving}
          hasChanges={hasChanges}
          onRead={onRead}
          onSendOthers={saving.sendOthers}
        />
      </Card>
    </FormRoot>
  );
}
