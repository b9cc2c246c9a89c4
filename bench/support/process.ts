import { readFileSync } from 'node:fs';

/** Returns the resident memory of a process, in KB. Linux only. */
export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Returns how long a process has computed so far, in ms. Source: proc(5), utime and stime, in ticks of 10 ms. */
export function cpuOf(pid: number): number {
  const [utime, stime] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13);
  return (Number(utime) + Number(stime)) * 10;
}
