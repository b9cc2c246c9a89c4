import { useMemo, useRef } from 'react';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile } from '@/lib/profile/model/profile';
import type { ShownSection } from '@/lib/profile/model/sections';
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
import { FormRoot } from './form-root';
import { changedFields, sendingFields, valuesShown } from './form-view';
import { ProfileFields } from './profile-fields';
import { SaveBar } from './save-bar';
import { noticeOf, SaveNotice } from './save-notice';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import { causeOf, heldBackBy } from './unsettled-save';
import { useProfileForm } from './use-profile-form';

interface ProfileEditorProps {
  profile: Profile;
  /** why the latest attempt to read the profile failed: what is shown is then the last that is known */
  readError: SyncFacts['readError'];
  onRead: () => void;
  /** the technical cause of that, if it is known */
  readCause: string | null;
  save: SaveProfile;
  /** whose profile it is: what is kept in this browser is theirs alone */
  userId: string;
  /** what the form does where it is sent without this page's script */
  post: (form: FormData) => void;
  /** the page of settings that it is on, and the sections that it shows there */
  page: string;
  sections: readonly ShownSection[];
  /** made once for each page: what is posted from it twice is one save */
  token: string;
  /** what of a form that was posted so is not saved; null where there was none */
  unsaved: UnsavedForm | null;
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
  page,
  sections,
}: ProfileEditorProps) {
  const names = useMemo(() => sections.flatMap(({ fields }) => fields), [sections]);
  const root = useRef<HTMLFormElement>(null);
  const showField = (name: Parameters<typeof focusField>[1]) => focusField(root.current, name);
  const { state, saving, areDraftsKept, fault, actions } = useProfileForm(profile, {
    save,
    userId,
    unsaved,
    showField,
    names,
  });
  useKeepFocus(root);
  useKeyboardInset();
  const online = useOnline();
  const live = useLiveState();
  const hasChanges = changedFields(state).length > 0;
  const heldBack = heldBackBy(saving, online);
  // What this browser keeps is there again, and is sent, whatever happens to the page.
  useLeaveGuard(useWouldLose(state.edits, hasChanges, areDraftsKept));
  const { failure } = state;
  const sync = useSyncState({
    profile,
    unsaved: changedFields(state).length,
    isSaving: saving.isPending,
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
      posted={{ page, names, userId, token: unsaved?.token ?? token, attempt: unsaved?.attempt }}
      sections={sections}
    >
      <Card>
        <div className="grid md:grid-cols-[15rem_1fr]">
          <div className="border-b border-line bg-sunken p-5 md:border-r md:border-b-0 md:p-6">
            <div className="md:sticky md:top-14">
              <ProfilePreview
                userId={userId}
                values={valuesShown(state)}
                caption={appearance({
                  profile,
                  unsaved: hasChanges || saving.isPending,
                  current: online && readError === null,
                  shown: sync.kind,
                })}
              />
            </div>
          </div>
          <div className="@container">
            <ProfileFields userId={userId} sections={sections} state={state} actions={actions} />
          </div>
        </div>
        {notice && <SaveNotice {...notice} />}
        <SaveBar
          sync={sync}
          isExplained={notice !== null}
          technical={{
            profile,
            unsaved: changedFields(state),
            sending: sendingFields(state),
            saveId: saving.isPending ? saving.variables.saveId : (failure?.save.saveId ?? null),
            cause: saving.retryReason?.cause ?? (failure && causeOf(saving.error)) ?? readCause,
            live: live.state,
          }}
          isSaving={saving.isPending}
          hasChanges={hasChanges}
          onRead={onRead}
          onSendOthers={saving.sendOthers}
        />
      </Card>
    </FormRoot>
  );
}
