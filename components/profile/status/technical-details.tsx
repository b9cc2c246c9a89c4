import { useTexts } from '@/components/texts/texts-provider';
import { technicalLines, type TechnicalFacts } from '@/lib/profile/words/technical-words';

/** The technical truth behind the state, closed until somebody asks for it. It works before the page's script runs. */
export function TechnicalDetails(facts: TechnicalFacts) {
  const { t, say } = useTexts();
  return (
    <details
      className={
        'col-start-2 row-start-1 text-[0.8125rem] text-soft open:col-span-2 open:col-start-1 open:row-start-3 ' +
        'open:ms-6.5 @xl/form:col-span-1 @xl/form:col-start-1 @xl/form:row-start-2 @xl/form:ms-6.5 ' +
        '@xl/form:open:col-span-2'
      }
    >
      <summary
        className={
          '-my-3 w-fit cursor-pointer list-none rounded py-3 underline decoration-edge/50 underline-offset-2 ' +
          'hover:text-ink @xl/form:-my-1 @xl/form:py-1 [&::-webkit-details-marker]:hidden'
        }
      >
        {t('form.details')}
      </summary>
      <dl className="mt-1.5 grid gap-x-4 gap-y-0.5 @xl/form:grid-cols-[auto_1fr]">
        {technicalLines(facts).map(({ term, text }, index) => (
          <div key={index} className="contents">
            <dt className="text-faint">{say(term)}</dt>
            <dd className="mb-1 wrap-anywhere text-ink @xl/form:mb-0">{say(text)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
