import { getPerson } from '@/lib/profile/verbs/people/get-person';

/** Somebody's name, for others to see; nothing where it is not known. Its direction is its own in any text. */
export async function ProfileName({ userId }: { userId: string }) {
  const person = await getPerson(userId);
  return person?.displayName ? <bdi>{person.displayName}</bdi> : null;
}
