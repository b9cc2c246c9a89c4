/** A placeholder for something that is still loading. It has no words: the region around it says that it loads. */
export function Skeleton({ className = '', round = false }: { className?: string; round?: boolean }) {
  return (
    <span
      aria-hidden
      className={
        'block animate-pulse bg-hover forced-colors:border forced-colors:border-[GrayText] ' +
        `${round ? 'rounded-full' : 'rounded-md'} ${className}`
      }
    />
  );
}
