import { ProfileForm } from '@/components/profile-form';
import { loadProfile } from '@/lib/profile/server';
import { NameDialog } from './name-dialog';

/** The page /embedded of a copy of the app: a form that the server has read, a narrow one, and one in a dialog. */
export default async function EmbeddedPage() {
  const loaded = await loadProfile();
  return (
    <main className="mx-auto grid max-w-5xl grid-cols-[20rem_1fr] items-start gap-6 p-6">
      <h1 className="col-span-full text-2xl font-semibold tracking-tight">Team</h1>
      <aside className="grid gap-4">
        <NameDialog />
        <ProfileForm loaded={loaded} sections={['look']} />
      </aside>
      <ProfileForm loaded={loaded} sections={['profile', 'preferences']} />
    </main>
  );
}
