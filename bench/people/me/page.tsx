import { getOwnProfile, requireProfile } from '@/lib/profile/server';

/** The page /people/me of a copy of the app: the signed-in person's own name. */
export default async function MePage() {
  const { displayName } = await requireProfile();
  const own = await getOwnProfile();
  return <p>{own?.ok && own.value.displayName === displayName ? `You are ${displayName}` : 'Nobody'}</p>;
}
