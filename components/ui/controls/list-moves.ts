/** Returns where a key leads in a list: one step goes round at its ends, more steps stop there. */
export function moveWithin(active: number, step: number, count: number): number {
  if (active < 0) return step > 0 ? 0 : count - 1;
  if (Math.abs(step) === 1) return (active + step + count) % count;
  return Math.min(count - 1, Math.max(0, active + step));
}

/** Scrolls a list, and nothing around it, to its element with this id: as little as it takes, or to the middle. */
export function showWithin(list: HTMLElement | null, id: string | undefined): void {
  const element = id && [...(list?.children ?? [])].find((child) => child.id === id);
  if (!list || !(element instanceof HTMLElement)) return;
  const { offsetTop: top, offsetHeight: height } = element;
  const { scrollTop, clientHeight } = list;
  const beyond = Math.max(scrollTop - top, top + height - scrollTop - clientHeight);
  if (beyond > 2 * height) list.scrollTop = top - (clientHeight - height) / 2;
  else if (beyond > 0) list.scrollTop += top < scrollTop ? -beyond : beyond;
}
