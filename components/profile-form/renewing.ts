import { withRenewal } from '@/lib/clerk/renewal/with-renewal';
import { SESSION_PATH } from '@/lib/profile/model/form-names';
import type { WithRenewal } from '@/lib/profile/model/query/fetch-profile';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import { saveProfileAction } from './actions';

/** Makes a request, and once more with a renewed session where that has run out. */
export const renewing: WithRenewal = (ask, isSignedOut) => withRenewal(SESSION_PATH, ask, isSignedOut);

/** Sends a save; it renews a session that has run out. */
export const save: SaveProfile = (input, userId) =>
  renewing(
    () => saveProfileAction(input, userId),
    (answer) => !answer.ok && answer.failure.signedOut === true,
  );
