import { startTransition, useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { Drafts, Unsaved } from '@/lib/profile/model/drafts/drafts';
import type { FieldName } from '@/lib/profile/model/values';
import { DraftKeeper } from './draft-keeper';

/**
 * Keeps what the form holds of these fields in this browser as it is typed, and calls `onFound` once, with the drafts
 * that are there. Returns what tells whether the browser keeps all of it.
 */
export function useDraft(
  userId: string,
  names: readonly FieldName[],
  { edits, offered }: Unsaved,
  onFound: (found: Drafts) => void,
): () => boolean {
  const keeper = useRef<DraftKeeper>(null);
  const found = useEffectEvent(onFound);

  useLayoutEffect(() => {
    const own = (keeper.current = new DraftKeeper(userId, names));
    return () => own.close();
  }, [userId, names]);

  // Before the page is left there is no later moment than that of the drawing.
  useLayoutEffect(() => keeper.current?.write({ edits, offered }), [userId, names, edits, offered]);

  useEffect(() => {
    let isLeft = false;
    void keeper.current?.takeOver(
      () => isLeft,
      (drafts) => {
        if (!isLeft) startTransition(() => found(drafts));
      },
    );
    return () => void (isLeft = true);
  }, [userId, names]);

  return useCallback(() => keeper.current?.isKept ?? false, []);
}
