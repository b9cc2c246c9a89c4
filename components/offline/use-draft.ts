import { startTransition, useEffect, useRef, type Dispatch, type SetStateAction } from 'react';
import type { Edits } from '@/lib/profile/model/edits';
import { writeDraft, readDraft } from './drafts';

/** Has this browser keep `edits` as a person types, and brings back what an earlier visit left. */
export function useDraft(userId: string, edits: Edits, setEdits: Dispatch<SetStateAction<Edits>>): void {
  const last = useRef<Edits | null>(null);
  useEffect(() => {
    if (last.current) {
      writeDraft(userId, edits, last.current);
      last.current = edits;
      return;
    }
    const kept = (last.current = readDraft(userId));
    writeDraft(userId, edits, {}); // typed before this script ran
    if (Object.keys(kept).length > 0) startTransition(() => setEdits((now) => ({ ...kept, ...now })));
  }, [userId, edits, setEdits]);
}
