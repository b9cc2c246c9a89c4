import { ProfileAvatar } from '@/components/people/profile-avatar';
import { ProfileName } from '@/components/people/profile-name';

/** The page /people?ids=…,… of a copy of the app. */
export default async function PeoplePage({ searchParams }: { searchParams: Promise<{ ids?: string }> }) {
  const { ids = '' } = await searchParams;
  return (
    <ul>
      {ids.split(',').map((userId) => (
        <li key={userId}>
          <ProfileAvatar userId={userId} size="small" /> <ProfileName userId={userId} />
        </li>
      ))}
    </ul>
  );
}
