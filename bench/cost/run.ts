import type { Postgres } from '../../local/postgres';

/** A build of the app that is measured. */
export interface Build {
  name: string;
  /** the repository whose `.next` it is */
  dir: string;
}

/** What all parts of the measurement share. */
export interface Run {
  /** each part measures them in turns */
  builds: Build[];
  postgres: Postgres;
  /** the Node that the apps run on */
  node: string;
  /** Returns the size of a measurement: the first, or the second where `--short` only tries it out. */
  size: <T>(full: T, short: T) => T;
}

/** One row of the table: a figure of each column, by the name of what was measured. */
export interface Row {
  what: string;
  cells: Record<string, string>;
}

/** Returns the rows as a Markdown table with a column for each name, in the order in which they first appear. */
export function toTable(rows: Row[]): string {
  const names = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...names]),
    line(['---', ...names.map(() => '---')]),
    ...rows.map(({ what, cells }) => line([what, ...names.map((name) => cells[name] ?? '')])),
  ].join('\n');
}

/** Returns them in order in even rounds and in reverse in odd ones, so that none always comes first. */
export const inTurn = <T>(all: readonly T[], round: number): T[] => (round % 2 === 0 ? [...all] : all.toReversed());
