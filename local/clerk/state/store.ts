import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { upgradeState } from './older-state';
import type { State } from './state';

/** The state in memory, and its file. */
export class Store {
  private writing: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  private constructor(
    readonly state: State,
    private readonly file: string | undefined,
  ) {}

  /** Opens the file, or starts with `fresh` if there is none. Without a file, the state is in memory only. */
  static async open(file: string | undefined, fresh: () => Promise<State>): Promise<Store> {
    if (file && existsSync(file)) return new Store(upgradeState(JSON.parse(readFileSync(file, 'utf8'))), file);
    const store = new Store(await fresh(), file);
    if (file) mkdirSync(dirname(file), { recursive: true });
    await store.save();
    return store;
  }

  /**
   * Resolves when the state as of this call is on the disk, so that an answer sent afterwards survives a kill.
   * Calls during a write share the next one.
   */
  save(): Promise<void> {
    if (!this.file) return Promise.resolve();
    if (!this.writing) return (this.writing = this.write().finally(() => (this.writing = null)));
    return (this.next ??= this.writing
      .catch(() => undefined) // its own caller gets the error
      .then(() => {
        this.next = null;
        return this.save();
      }));
  }

  private async write(): Promise<void> {
    const temporary = `${this.file}.${process.pid}.tmp`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(JSON.stringify(this.state));
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(temporary, this.file!);
  }
}
