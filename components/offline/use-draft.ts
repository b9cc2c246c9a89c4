import { startTransition, useEffect, useRef, type Dispatch, type SetStateAction } from 'react';
import type { Edits } from '@/lib/profile/model/edits';
import { writeDraft, readDraft } from './drafts';

/** Has this browser keep `edits` as a person types, and brings back what an earlier visit left. */
export function useDraft(person: string, edits: Edits, setEdits: Dispatch<SetStateAction<Edits>>): void {
  const last = useRef<Edits | null>(null);
  useEffect(() => {
    if (last.current) {
      writeDraft(person, edits, last.current);
      last.current = edits;
      return;
    }
    const kept = (last.current = readDraft(person));
    writeDraft(person, edits, {}); // typed before this script ran
    if (Object.keys(kept).length > 0) startTransition(() => setEdits((now) => ({ ...kept, ...now })));
  }, [person, edits, setEdits]);
}
