'use client';

import { useRef, useState } from 'react';
import { ProfileForm } from '@/components/profile-form';

/** A button and the dialog of 400 px that it opens: it closes once the server has the save. */
export function NameDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" onClick={open} className="h-11 rounded-lg border border-edge px-4 font-medium">
        Change my name
      </button>
      <dialog
        ref={dialog}
        onClose={() => setOpen(false)}
        aria-label="Your name"
        className="m-auto w-100 rounded-xl border border-line bg-surface text-ink shadow-popup backdrop:bg-black/40"
      >
        {isOpen && <ProfileForm fields={['firstName', 'lastName']} onSaved={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}
