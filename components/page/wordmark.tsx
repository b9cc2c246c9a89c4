/** The name with its mark: growth rings, which a tree keeps for as long as it stands. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-[0.9375rem] font-semibold tracking-tight text-ink">
      <svg aria-hidden viewBox="0 0 24 24" fill="none" className="size-6 text-accent">
        <circle cx="12" cy="12" r="10" stroke="currentColor" strokeWidth="2" />
        <circle cx="11" cy="13" r="6" stroke="currentColor" strokeWidth="2" />
        <circle cx="10.25" cy="13.75" r="2.25" fill="currentColor" />
      </svg>
      Perdure
    </span>
  );
}
