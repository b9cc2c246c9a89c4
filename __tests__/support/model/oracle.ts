import { omit, pick, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';

/** One write of a value, by a device or in Clerk's dashboard. Times count the events of a schedule. */
export interface Write {
  patch: Patch;
  start: number;
  /** when it was over; Infinity if it may still take effect */
  end: number;
  /** true if the write was acknowledged, so that nothing older may come back */
  isAcknowledged: boolean;
  /** acknowledged by Clerk alone, while Postgres was unreachable */
  direct: boolean;
  /** made in Clerk's dashboard: a device sees it once a webhook or a pull has brought it */
  byEdit: boolean;
}

/** Knows every write to one profile, and judges which values it may have. Knows nothing of how saving works. */
export class Oracle {
  private readonly writes: Write[] = [];

  constructor(private readonly initial: Values) {}

  /** Returns a new write that may take effect from `start` on. */
  begin(patch: Patch, start: number): Write {
    const write = { patch, start, end: Infinity, isAcknowledged: false, direct: false, byEdit: false };
    this.writes.push(write);
    return write;
  }

  /** Splits off the fields that Clerk refused, as a write of their own that is not acknowledged. */
  split(write: Write, refused: readonly FieldName[]): void {
    this.writes.push({ ...write, patch: pick(write.patch, refused), end: Infinity, isAcknowledged: false });
    write.patch = omit(write.patch, refused);
  }

  /**
   * Returns why the profile may not have these values at `now`; null if it may. `mustShow` says which acknowledged
   * writes must be visible.
   */
  whyNot(
    values: Values,
    now: number,
    mustShow: (write: Write, name: FieldName) => boolean = () => true,
  ): string | null {
    for (const name of Object.keys(this.initial) as FieldName[]) {
      const last = this.writes
        .filter(({ patch, isAcknowledged, end }) => isAcknowledged && end <= now && patch[name] !== undefined)
        .filter((write) => mustShow(write, name));
      const superseded = (end: number) => last.find(({ start }) => start > end);
      const sources = this.writes.filter(({ patch }) => patch[name] === values[name]).map(({ end }) => end);
      if (values[name] === this.initial[name]) sources.push(0);
      if (sources.length === 0) return `${name} is ${JSON.stringify(values[name])}, which nobody wrote`;
      if (sources.every((end) => superseded(end))) {
        const later = superseded(Math.max(...sources))?.patch[name];
        return `${name} is ${JSON.stringify(values[name])}, but ${JSON.stringify(later)} was saved after it`;
      }
    }
    return null;
  }

  /** Returns the names of all fields that were written. */
  writtenFields = (): Set<string> => new Set(this.writes.flatMap(({ patch }) => Object.keys(patch)));
  /** Returns all writes, in the order in which they began. */
  all = (): readonly Write[] => this.writes;
}
