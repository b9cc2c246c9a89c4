import { join } from 'node:path';

/** The repository. */
export const root = join(import.meta.dirname, '../..');

const own = join(root, '.perdure');

/** Where the demo keeps what is its own; git ignores all of it. */
export const folders = {
  own,
  postgres: join(own, 'postgres'),
  clerkState: join(own, 'clerk.json'),
  clerkLog: join(own, 'clerk.log'),
  clerkScripts: join(own, 'clerk-scripts'),
  appLog: join(own, 'app.log'),
  lock: join(own, 'demo.lock'),
  /** which app process the last run started */
  run: join(own, 'run.json'),
};
