import { useEffect, useState } from 'react';
import { useTexts } from '@/components/texts/texts-provider';
import type { Texts } from '@/lib/texts/create-texts';
import { graphemes } from '@/lib/profile/model/graphemes';

/** How long nothing is typed before a screen reader is told what is left, in milliseconds. */
const PAUSE = 1000;

/** Shows how many characters are left, as readers count them, once four fifths of `max` are used. */
export function Counter({ text, max }: { text: string; max: number }) {
  const { t } = useTexts();
  const left = max - graphemes(text).length;
  const words = left * 5 > max ? '' : wordsFor(t, left);
  const [told, setTold] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setTold(words), PAUSE);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <>
      <span aria-hidden className={`text-[0.8125rem] tabular-nums ${left < 0 ? 'text-danger' : 'text-soft'}`}>
        {words}
      </span>
      <span aria-live="polite" className="sr-only">
        {told}
      </span>
    </>
  );
}

const wordsFor = (t: Texts['t'], left: number): string =>
  left < 0 ? t('field.tooMany', { count: -left }) : t('field.left', { count: left });
