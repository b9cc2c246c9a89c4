import type { ReactNode } from 'react';

/** A framed part of a page. */
export function Card({
  children,
  className = '',
  ...rest
}: {
  children: ReactNode;
  className?: string;
  'aria-busy'?: boolean;
}) {
  return (
    <div {...rest} className={`surface-card overflow-clip ${className}`}>
      {children}
    </div>
  );
}
