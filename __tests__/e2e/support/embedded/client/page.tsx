'use client';

import { useState } from 'react';
import { ProfileForm } from '@/components/profile-form';

/** The page /embedded/client of a copy of the app, which the server reads nothing for. */
export default function ClientPage() {
  const [saved, setSaved] = useState('');
  return (
    <main className="mx-auto grid max-w-xl gap-6 p-6">
      <h1 className="text-2xl font-semibold tracking-tight">Only in the browser</h1>
      <p data-saved>{saved}</p>
      <ProfileForm fields={['firstName', 'bio']} onSaved={({ displayName }) => setSaved(displayName)} />
    </main>
  );
}
