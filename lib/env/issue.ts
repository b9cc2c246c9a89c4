import 'server-only';

/** Environment variables as a process has them. */
export type EnvSource = Record<string, string | undefined>;

/** What is wrong with one variable, and what to do about it: the end of a sentence that begins with its name. */
export interface EnvIssue {
  name: string;
  problem: string;
}
