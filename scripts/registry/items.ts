import { files } from './walk';

/** A part that can be installed by itself: its doors, and the parts that it stands on. */
export interface Part {
  name: string;
  title: string;
  description: string;
  needs: string[];
  /** the files that others import, or that Next or Node starts; all else is found by following their imports */
  doors: string[];
}

const matching = (pattern: RegExp): string[] => {
  const found = [...files].filter((file) => pattern.test(file));
  if (found.length === 0) throw new Error(`no file is a door by ${String(pattern)}`);
  return found;
};

/** The routes of the app, each of which gets a door in the host's `app/`. */
export const routes = matching(/^app\/(api\/.*|session)\/route\.ts$/);

/** The host's own pages, as they are written there: registry/app. */
export const pages = matching(/^registry\/app\/.*\.tsx?$/);

/** All parts, those that others stand on first. */
export const parts: Part[] = [
  {
    name: 'profile-core',
    title: 'Profiles that never lose a save: the server',
    description: 'Saving, merging, pushing to Clerk, routes, the mirror in Postgres, and what a server page can ask.',
    needs: [],
    doors: [
      'instrumentation-node.ts',
      'app/session-middleware.ts',
      'components/styles.css',
      'lib/profile/server.ts',
      ...routes,
      ...[...files].filter((file) => /^(app|components|lib|messages)\/.*\.d\.ts$/.test(file)), // nothing imports these
    ],
  },
  {
    name: 'profile-people',
    title: 'Avatars and names of anybody',
    description: 'Server components that show people, all of one page read in one query.',
    needs: ['profile-core'],
    doors: matching(/^components\/people\/[^/]+\.tsx$/),
  },
  {
    name: 'profile-form',
    title: 'The profile form',
    description: 'The form with its drafts, its outbox and its live updates, and the hook that reads the own profile.',
    needs: ['profile-core'],
    doors: matching(/^app\/profile-texts\.tsx$|^components\/profile(-form\/index|\/hooks\/use-profile)\.tsx?$/),
  },
  {
    name: 'profile-settings',
    title: 'Profile settings',
    description: 'The whole feature: the pages of settings and all parts.',
    needs: ['profile-core', 'profile-people', 'profile-form'],
    doors: pages,
  },
];
