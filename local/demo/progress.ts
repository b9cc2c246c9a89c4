/** Runs one step and prints it on one line, with `remark` and how long it took. */
export async function step<T>(name: string, work: () => Promise<T>, remark?: (result: T) => string): Promise<T> {
  const started = Date.now();
  process.stdout.write(`• ${name} … `);
  try {
    const result = await work();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${remark ? `${remark(result)}, ` : ''}${seconds} s`);
    return result;
  } catch (error) {
    console.log('failed');
    throw error;
  }
}
