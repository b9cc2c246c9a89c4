import { join } from 'node:path';

/** The repository's folder. */
export const root = join(import.meta.dirname, '../..');

const own = join(root, '.perdure');

/** Where the demo keeps its own files; git ignores all of them. */
export const folders = {
  own,
  postgres: join(own, 'postgres'),
  clerkState: join(own, 'clerk.json'),
  clerkLog: join(own, 'clerk.log'),
  clerkScripts: join(own, 'clerk-scripts'),
  appLog: join(own, 'app.log'),
  lock: join(own, 'demo.lock'),
  /** the app process that the last run started */
  run: join(own, 'run.json'),
};
