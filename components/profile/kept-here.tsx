import { useEffect, useState } from 'react';
import { listDrafts } from '@/components/offline/drafts';
import { listSavesInTime } from '@/components/offline/outbox';
import { valueLabel } from '@/lib/profile/model/value-label';
import type { Value } from '@/lib/profile/model/value';
import { fieldNames, fromText, type FieldName, type Patch } from '@/lib/profile/model/values';
import { labelOf } from '@/lib/profile/model/field-texts';
import { useTexts } from '@/components/texts/texts-provider';

/** What this browser keeps: the latest value of each field, in a save that waits to be sent or only typed. */
interface Kept {
  saves: Patch;
  typed: Patch;
}

/** An edit that is safe in this browser, where there is no form to show it in. Nothing if there is none. */
export function KeptHere({ userId, isLasting }: { userId: string; isLasting: boolean }) {
  const { t } = useTexts();
  const [kept, setKept] = useState<Kept>({ saves: {}, typed: {} });
  useEffect(() => {
    let isLeft = false;
    const show = (found: Partial<Kept>) => {
      if (!isLeft) setKept((now) => ({ ...now, ...found }));
    };
    void Promise.resolve(readTyped(userId)).then((typed) => show({ typed }));
    void readSaves(userId).then((saves) => show({ saves }));
    return () => {
      isLeft = true;
    };
  }, [userId]);
  const values = { ...kept.saves, ...kept.typed };
  const names = fieldNames.filter((name) => values[name] !== undefined);
  if (names.length === 0) return null;
  const isOnlyTyped = Object.keys(kept.saves).length === 0;
  const isOnlySaved = Object.keys(kept.typed).length === 0;
  return (
    <section
      aria-label={t('unavailable.kept')}
      className="grid w-full max-w-sm gap-2 rounded-lg bg-sunken p-4 text-start"
    >
      <p role="status" className="grid">
        <span className="font-medium text-ink">{t('unavailable.kept')}</span>{' '}
        <span className="text-soft">
          {isLasting
            ? t('unavailable.keptLasting')
            : t(`unavailable.kept${isOnlyTyped ? 'Typed' : isOnlySaved ? 'Sent' : 'Both'}`)}
        </span>
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {names.map((name) => (
          <KeptValue key={name} name={name} value={values[name] ?? ''} />
        ))}
      </dl>
    </section>
  );
}

function KeptValue({ name, value }: { name: FieldName; value: Value }) {
  const texts = useTexts();
  return (
    <>
      <dt className="text-soft">{texts.say(labelOf(name))}</dt>
      <dd dir="auto" className="font-medium wrap-anywhere">
        {valueLabel(texts, name, value) || texts.t('unavailable.cleared')}
      </dd>
    </>
  );
}

/** The newest draft of each field. */
function readTyped(userId: string): Patch {
  const oldestFirst = listDrafts(userId)
    .flatMap(({ name, drafts }) => drafts.map((draft) => ({ ...draft, name, at: draft.at ?? 0 })))
    .filter(({ offered }) => offered === undefined)
    .sort((a, b) => a.at - b.at);
  return Object.fromEntries(oldestFirst.map(({ name, text }) => [name, fromText(name, text)]));
}

/** The latest value of each field in the saves that wait to be sent. */
const readSaves = async (userId: string): Promise<Patch> =>
  ((await listSavesInTime(userId)) ?? []).reduce<Patch>((all, { patch }) => ({ ...all, ...patch }), {});
