import { Avatar, avatarLabel } from '@/components/profile/avatar';
import { getTexts } from '@/lib/texts/request-texts';
import { getPerson } from '@/lib/profile/verbs/people/get-person';

interface ProfileAvatarProps {
  /** Clerk's id of anybody */
  userId: string;
  size: 'small' | 'large';
}

/** Somebody's initials on their colour, for others to see; a plain figure where they are not known. */
export async function ProfileAvatar({ userId, size }: ProfileAvatarProps) {
  const person = await getPerson(userId);
  const { t } = await getTexts();
  const unknown = { firstName: '', lastName: '' };
  return (
    <Avatar
      userId={userId}
      values={person ? { ...unknown, ...person.values } : undefined}
      size={size}
      label={avatarLabel(t, person?.displayName ?? '')}
    />
  );
}
