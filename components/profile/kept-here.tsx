import { useEffect, useState } from 'react';
import { listDrafts } from '@/components/offline/drafts';
import { listSaves } from '@/components/offline/outbox';
import { valueLabel } from '@/lib/profile/model/value-label';
import { fieldNames, fieldOf, type FieldName, type Patch } from '@/lib/profile/model/values';
import { keptWords } from '@/lib/profile/words/page-words';

/** What this browser keeps: the latest value of each field, in a save that waits to be sent or only typed. */
interface Kept {
  saves: Patch;
  typed: Patch;
}

/** An edit that is safe in this browser, where there is no form to show it in. Nothing if there is none. */
export function KeptHere({ userId, isLasting }: { userId: string; isLasting: boolean }) {
  const [kept, setKept] = useState<Kept>({ saves: {}, typed: {} });
  useEffect(() => {
    let isLeft = false;
    void readKept(userId).then((found) => {
      if (!isLeft) setKept(found);
    });
    return () => {
      isLeft = true;
    };
  }, [userId]);
  const values = { ...kept.saves, ...kept.typed };
  const names = fieldNames.filter((name) => values[name] !== undefined);
  if (names.length === 0) return null;
  const isOnlyTyped = Object.keys(kept.saves).length === 0;
  return (
    <section aria-label={keptWords.title} className="grid w-full max-w-sm gap-2 rounded-lg bg-sunken p-4 text-left">
      <p role="status" className="grid">
        <span className="font-medium text-ink">{keptWords.title}</span>{' '}
        <span className="text-soft">
          {isLasting ? keptWords.lasting : keptWords[isOnlyTyped ? 'shownAgain' : 'sentAutomatically']}
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

const KeptValue = ({ name, value }: { name: FieldName; value: string }) => (
  <>
    <dt className="text-soft">{fieldOf(name).label}</dt>
    <dd dir="auto" className="font-medium wrap-anywhere">
      {value === '' ? keptWords.cleared : valueLabel(name, value)}
    </dd>
  </>
);

/** What is typed is read first, and shown even where the browser's other storage never answers. */
async function readKept(userId: string): Promise<Kept> {
  const oldestFirst = listDrafts(userId)
    .flatMap(({ name, drafts }) => drafts.map(({ value, at }) => ({ name, value, at: at ?? 0 })))
    .sort((a, b) => a.at - b.at);
  const typed: Patch = Object.fromEntries(oldestFirst.map(({ name, value }) => [name, value]));
  const saves = (await listSaves(userId)).reduce<Patch>((all, { patch }) => ({ ...all, ...patch }), {});
  return { saves, typed };
}
