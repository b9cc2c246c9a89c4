import { omit, pick, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';

/** One write of a value, by a device or in Clerk's dashboard. Times count the events of a schedule. */
export interface Write {
  patch: Patch;
  start: number;
  /** when it was over; Infinity while it may still take effect */
  end: number;
  /** whether the writer was told that it is saved, so that nothing older may come back */
  stands: boolean;
  /** acknowledged by Clerk alone, while Postgres was unreachable */
  direct: boolean;
  /** made in Clerk's dashboard: a device hears of it when a webhook or a pull brings it */
  byEdit: boolean;
}

/** All that was written to one profile, and what may be true of it. Knows nothing of how saving works. */
export class Oracle {
  private readonly writes: Write[] = [];

  constructor(private readonly initial: Values) {}

  begin(patch: Patch, start: number): Write {
    const write = { patch, start, end: Infinity, stands: false, direct: false, byEdit: false };
    this.writes.push(write);
    return write;
  }

  /** Clerk turned fields of a write down: they are a write of their own, which does not stand. */
  split(write: Write, refused: readonly FieldName[]): void {
    this.writes.push({ ...write, patch: pick(write.patch, refused), end: Infinity, stands: false });
    write.patch = omit(write.patch, refused);
  }

  /**
   * Null where a field may have this value at `now`, else why not. `trust` says which acknowledged writes must be
   * visible.
   */
  whyNot(values: Values, now: number, trust: (write: Write, name: FieldName) => boolean = () => true): string | null {
    for (const name of Object.keys(this.initial) as FieldName[]) {
      const last = this.writes
        .filter(({ patch, stands, end }) => stands && end <= now && patch[name] !== undefined)
        .filter((write) => trust(write, name));
      const superseded = (end: number) => last.find(({ start }) => start > end);
      const sources = this.writes.filter(({ patch }) => patch[name] === values[name]).map(({ end }) => end);
      if (values[name] === this.initial[name]) sources.push(0);
      if (sources.length === 0) return `${name} is ${JSON.stringify(values[name])}, which nobody wrote`;
      if (sources.every((end) => superseded(end)))
        return `${name} is ${JSON.stringify(values[name])}, but ${JSON.stringify(superseded(Math.max(...sources))?.patch[name])} was saved after it`;
    }
    return null;
  }

  /** Every field that anybody wrote. */
  touched = (): Set<string> => new Set(this.writes.flatMap(({ patch }) => Object.keys(patch)));
  all = (): readonly Write[] => this.writes;
}
