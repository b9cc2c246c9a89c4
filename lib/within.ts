/**
 * Returns what `work` resolves to, or undefined if that takes longer than `ms`. The work then goes on, and `onLate` is
 * called with its error if it fails.
 * @throws what `work` rejects with in time
 */
export async function within<T>(
  ms: number,
  work: Promise<T>,
  onLate: (error: unknown) => void,
): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      work.catch(onLate);
      resolve(undefined);
    }, ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
