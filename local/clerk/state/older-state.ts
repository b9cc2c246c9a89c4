import { newId } from './ids';
import type { Settings, State, StoredIdentification, StoredUser } from './state';

/** A user as earlier versions wrote them: one e-mail address, and a picture without an id. */
interface OlderUser extends Omit<StoredUser, 'emails' | 'image'> {
  email?: string;
  emailId?: string;
  emails?: StoredIdentification[];
  image: StoredUser['image'] | string;
}

interface OlderState extends Omit<State, 'settings' | 'users'> {
  settings?: Settings;
  users: Record<string, OlderUser>;
}

/** Returns a state file's content in today's shape, so that a demo goes on with the people that it has. */
export function upgradeState(stored: unknown): State {
  const { settings, ...older } = stored as OlderState;
  const users = Object.fromEntries(Object.entries(older.users).map(([id, user]) => [id, upgradeUser(user)]));
  // a sign-in or sign-up that was begun in another shape is begun again
  if (!settings)
    for (const client of Object.values(older.clients)) Object.assign(client, { signIn: null, signUp: null });
  return { ...older, settings: settings ?? { usernames: false }, users };
}

function upgradeUser({ email, emailId, ...user }: OlderUser): StoredUser {
  const image = typeof user.image === 'string' ? { id: newId('img'), data: user.image } : user.image;
  if (user.emails) return { ...user, emails: user.emails, image };
  const { createdAt } = user;
  const only = { id: emailId ?? newId('idn'), value: email ?? '', verified: true, createdAt, updatedAt: createdAt };
  return { ...user, username: null, emails: [only], primaryEmailId: only.id, phones: [], primaryPhoneId: null, image };
}
