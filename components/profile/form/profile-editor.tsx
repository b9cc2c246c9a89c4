import { useRef, type FormEvent } from 'react';
import { PROFILE_PATH, type UnsavedForm } from '@/lib/profile/model/form-names';
import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';
import { useLiveState } from '@/components/live/live-profile';
import { Button, linkLook } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { appearance } from '@/components/profile/appearance';
import { AfterRefusal, ChangedElsewhere, OverwroteElsewhere } from './field-aside';
import { FieldControl } from './field-control';
import { ProfilePreview } from '@/components/profile/profile-preview';
import { PostedWith } from './posted-with';
import type { SaveProfile } from './save-type';
import { syncState, type SyncFacts } from '@/components/profile/status/sync-state';
import { SyncStatus } from '@/components/profile/status/sync-status';
import { useDeferUntilPointerUp } from '@/components/profile/hooks/use-defer-until-pointer-up';
import { useIsAlive } from '@/components/profile/hooks/use-is-alive';
import { useDelayedFlag } from '@/components/profile/status/use-delayed-flag';
import { useLeaveGuard } from '@/components/profile/hooks/use-leave-guard';
import { useOnline } from '@/components/profile/status/use-online';
import { useProfileForm } from './use-profile-form';

interface ProfileEditorProps {
  profile: Profile;
  /** why the latest attempt to read the profile failed, if it did: what is shown is then the last that is known */
  unread: SyncFacts['unread'];
  onRead: () => void;
  /** when the profile was last read, ms since 1970 */
  readAt: number;
  save: SaveProfile;
  /** whose profile it is: what is kept in this browser is theirs alone */
  person: string;
  /** what the form does where it is sent without this page's script */
  post: (form: FormData) => void;
  /** made once for each page: what is posted from it twice is one save */
  token: string;
  /** what of a form that was posted so is not saved; null where there was none */
  unsaved: UnsavedForm | null;
}

/** The form of one person's profile, with a preview and the words about what has become of each save. */
export function ProfileEditor({
  profile,
  unread,
  onRead,
  readAt,
  save,
  person,
  post,
  token,
  unsaved,
}: ProfileEditorProps) {
  const root = useRef<HTMLFormElement>(null);
  const alive = useIsAlive();
  const form = useProfileForm(profile, { save, person, unsaved, showField: (name) => focusField(root.current, name) });
  const { saving, changed } = form;
  const leave = useDeferUntilPointerUp(form.leave);
  const online = useOnline();
  const savingShows = useDelayedFlag(saving.isPending ? saving.submittedAt : null) && saving.isPending;
  const live = useLiveState();
  const reconnecting = useDelayedFlag(live.state === 'reconnecting' ? live.since : null);
  const waits = useDelayedFlag(profile.pending.length > 0 ? profile.pendingSince : null);
  const kept = saving.context?.kept === true;
  // Not before it is known whether the browser keeps it; and one that waits for another save with a network is under
  // way.
  const heldBack = saving.context !== undefined && ((saving.isPaused && !online) || saving.waiting !== null);
  // What this browser keeps is sent whatever becomes of the page.
  useLeaveGuard(changed.length > 0 || (saving.isPending && !(heldBack && kept)));

  const state = syncState({
    profile,
    unsaved: changed.length,
    save: heldBack ? (kept ? 'kept' : 'held') : savingShows ? 'under way' : saving.isPending ? 'just sent' : 'none',
    others: saving.others,
    failed: form.failure === null ? 'no' : form.failure.partly ? 'partly' : 'wholly',
    online,
    unread,
    waits,
    reconnecting,
  });

  const notice = noticeOf(form, online);
  const nothing = alive && changed.length === 0 && 'There are no changes.';

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    form.submit();
  }

  function onReset(event: FormEvent) {
    event.preventDefault();
    form.reset();
  }

  return (
    <form ref={root} noValidate action={post} onSubmit={onSubmit} onReset={onReset} aria-label="Profile">
      <PostedWith person={person} token={unsaved?.token ?? token} sent={unsaved?.sent} base={form.base} />
      <Card>
        <div className="grid md:grid-cols-[15rem_1fr]">
          <div className="border-b border-line bg-sunken p-5 md:border-r md:border-b-0 md:p-6">
            <ProfilePreview
              values={form.shown}
              caption={appearance({
                profile,
                unsaved: changed.length > 0 || saving.isPending,
                current: online && unread === 'no',
              })}
            />
          </div>
          <div className="grid content-start gap-5 p-5 md:p-6">
            {fieldNames.map((name) => {
              const refusal = form.refusal(name);
              const elsewhere = form.elsewhere(name);
              const replaced = form.replaced(name);
              return (
                <FieldControl
                  key={name}
                  name={name}
                  value={form.shown[name]}
                  error={form.errors[name] ?? (refusal && `Clerk refused: ${refusal.message}`)}
                  onChange={(value) => form.edit(name, value)}
                  onLeave={() => leave(name)}
                  aside={
                    <>
                      {refusal && (
                        <AfterRefusal
                          name={name}
                          refusal={refusal}
                          busy={saving.isPending}
                          onRetry={() => form.saveAgain(name)}
                          onDiscard={() => form.discard(name, refusal.inClerk)}
                        />
                      )}
                      {elsewhere !== undefined && (
                        <ChangedElsewhere name={name} value={elsewhere} onUse={() => form.drop(name)} />
                      )}
                      {replaced !== undefined && (
                        <OverwroteElsewhere
                          name={name}
                          value={replaced}
                          busy={saving.isPending}
                          onUndo={() => form.undo(name, replaced)}
                        />
                      )}
                    </>
                  }
                />
              );
            })}
          </div>
        </div>
        {notice && (
          <div className="border-t border-line px-5 pt-4 md:px-6">
            <Notice
              action={
                notice.act && (
                  <Button size="small" onClick={notice.act.run} className="ml-6.5 sm:ml-0">
                    {notice.act.label}
                  </Button>
                )
              }
            >
              {notice.message}
            </Notice>
          </div>
        )}
        <div
          className={`flex flex-col gap-3 px-5 py-4 sm:flex-row sm:items-center sm:justify-between md:px-6 ${notice ? '' : 'border-t border-line'}`}
        >
          <SyncStatus
            state={state}
            since={{ pending: profile.pendingSince === null ? null : Date.parse(profile.pendingSince), read: readAt }}
          >
            {state.kind === 'unread' && (
              <Button look="link" size="inline" onClick={onRead}>
                Retry
              </Button>
            )}
            {live.state === 'none' && state.kind === 'confirmed' && (
              <p className="text-[0.8125rem] text-soft">Changes from other devices show within 30 seconds.</p>
            )}
            {state.kind === 'held' && !saving.isPending && (
              <Button look="link" size="inline" onClick={saving.sendOthers}>
                Send now
              </Button>
            )}
            {state.kind === 'somebody else' && (
              <Button look="link" size="inline" onClick={() => window.location.reload()}>
                Reload
              </Button>
            )}
            {state.kind === 'signed out' && (
              <a href={`/sign-in?redirect_url=${PROFILE_PATH}`} target="_blank" rel="noreferrer" className={linkLook}>
                Sign in
                <span className="sr-only"> (opens a new tab)</span>
              </a>
            )}
          </SyncStatus>
          <div className="grid shrink-0 grid-cols-2 gap-2 sm:flex" onMouseDown={(event) => event.preventDefault()}>
            <Button look="ghost" type="reset" unavailable={nothing}>
              Reset
            </Button>
            <Button
              look="primary"
              type="submit"
              unavailable={nothing}
              className={`sm:min-w-20 ${alive ? '' : 'before-script'}`}
            >
              {state.kind === 'saving' ? 'Saving…' : 'Save'}
            </Button>
          </div>
        </div>
      </Card>
    </form>
  );
}

/** What must be read now about a save that is not through, and what can be done. */
function noticeOf(
  { saving, failure, fault, tryAgain }: ReturnType<typeof useProfileForm>,
  online: boolean,
): { message: string; act?: { label: string; run: () => void } } | null {
  if (fault !== null) return { message: fault, act: { label: 'Reload', run: () => window.location.reload() } };
  if (saving.waiting !== null && online)
    return { message: saving.waiting, act: { label: 'Send now', run: saving.sendNow } };
  if (!failure) return null;
  const acts = {
    again: { label: 'Try again', run: tryAgain },
    reload: { label: 'Reload', run: () => window.location.reload() },
    edit: undefined,
  };
  return { message: failure.message, act: acts[failure.remedy] };
}

/** Moves focus to a field's control: its input, or the one of its radios that is chosen. */
function focusField(form: HTMLFormElement | null, name: FieldName) {
  const field = form?.querySelector(`[data-field="${name}"]`);
  (field?.querySelector<HTMLElement>('input:checked') ?? field?.querySelector<HTMLElement>('input'))?.focus();
}
