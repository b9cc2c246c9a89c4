import { technicalLines, type TechnicalFacts } from '@/lib/profile/words/technical-words';

/** The technical truth behind the state, closed until somebody asks for it. It works before the page's script runs. */
export function TechnicalDetails(facts: TechnicalFacts) {
  return (
    <details className="ml-6.5 text-[0.8125rem] text-soft">
      <summary
        className={
          '-my-3 w-fit cursor-pointer list-none rounded py-3 underline decoration-edge/50 underline-offset-2 ' +
          'hover:text-ink sm:-my-1 sm:py-1 [&::-webkit-details-marker]:hidden'
        }
      >
        Details
      </summary>
      <dl className="mt-1.5 grid gap-x-4 gap-y-0.5 sm:grid-cols-[auto_1fr]">
        {technicalLines(facts).map(({ term, text }, index) => (
          <div key={index} className="contents">
            <dt className="text-faint">{term}</dt>
            <dd className="mb-1 wrap-anywhere text-ink sm:mb-0">{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
