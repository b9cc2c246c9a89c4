/** Does one step and says so in one line, with how long it took. `work` may give a remark to add. */
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
