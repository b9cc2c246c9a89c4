import { startTransition, useEffect, useEffectEvent, useRef } from 'react';
import type { Edits } from '@/lib/profile/model/edits';
import { writeDraft, readDraft } from './drafts';

/** Keeps `edits` in this browser as they are typed, and calls `onFound` once with those of an earlier visit, if any. */
export function useDraft(userId: string, edits: Edits, onFound: (kept: Edits) => void): void {
  const last = useRef<Edits | null>(null);
  const found = useEffectEvent(onFound);
  useEffect(() => {
    if (last.current) {
      writeDraft(userId, edits, last.current);
      last.current = edits;
      return;
    }
    const kept = (last.current = readDraft(userId));
    writeDraft(userId, edits, {}); // typed before this script ran
    startTransition(() => found(kept));
  }, [userId, edits]);
}
