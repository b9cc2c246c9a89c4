import { useEffect, useRef } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import { Button } from '@/components/ui/button';

/** Asks whether to sign out although something is not saved. Escape stays. */
export function SignOutQuestion({ onForget, onStay }: { onForget: () => void; onStay: () => void }) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const own = dialog.current;
    own?.showModal();
    // Escape is the dialog's: a menu that is open behind it would take the key for itself.
    const keep = (event: KeyboardEvent) => event.stopPropagation();
    own?.addEventListener('keydown', keep);
    return () => own?.removeEventListener('keydown', keep);
  }, []);
  return (
    <dialog
      ref={dialog}
      onClose={onStay}
      aria-labelledby="sign-out-question"
      className={
        'm-auto w-[min(26rem,calc(100vw-2rem))] gap-4 rounded-xl border border-line bg-surface p-5 text-ink ' +
        'backdrop:bg-black/40 open:grid md:p-6'
      }
    >
      <div className="grid gap-1">
        <h2 id="sign-out-question" className="font-semibold">
          {t('draft.question')}
        </h2>
        <p className="text-soft">{t('draft.questionText')}</p>
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="primary" onClick={() => dialog.current?.close()}>
          {t('draft.stay')}
        </Button>
        <Button onClick={onForget}>{t('draft.forget')}</Button>
      </div>
    </dialog>
  );
}
