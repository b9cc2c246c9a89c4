import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { FieldCheck, TextToCheck } from '@/lib/profile/model/query/fetch-field-check';
import type { FieldName } from '@/lib/profile/model/values';

/** How long nothing is typed before a check is asked, in ms. */
const PAUSE_MS = 400;

/** Returns what a field's check says of the text in its control, once that is known. `text`: null asks nothing. */
export function useFieldCheck(name: FieldName, text: string | null): FieldCheck | null {
  const client = useQueryClient();
  const [known, setKnown] = useState<{ text: string; check: FieldCheck } | null>(null);
  useEffect(() => {
    if (text === null) return;
    const asking = new AbortController();
    const { userId } = client.getDefaultOptions().queries?.meta ?? {};
    const ask = async () => {
      const check = await checkOf({ name, text, userId }, asking.signal);
      if (!asking.signal.aborted) setKnown({ text, check });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [client, name, text]);
  return known?.text === text ? known.check : null;
}

/** Loads what asks only when something is asked. Where that fails nothing is known, and the save will say it. */
const checkOf = (asked: TextToCheck, signal: AbortSignal): Promise<FieldCheck> =>
  import('@/lib/profile/model/query/fetch-field-check')
    .then(({ fetchFieldCheck }) => fetchFieldCheck(asked, signal))
    .catch(() => ({ is: 'unknown' }));
