/**
 * What `work` gives, or undefined where it takes longer than `ms`: it goes on then, and `onLate` hears why it failed,
 * if it does.
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
