import 'server-only';
import { checkEnv } from './env/check-env';
import { EnvError } from './env/messages';
import type { Env } from './env/variables';

/** Returns true in a production build, whatever `PERDURE_STAGE` is: what `next start` runs. */
export const isProduction = (): boolean => process.env.NODE_ENV === 'production';

let current: Env | undefined;

/**
 * Returns the checked environment, read once per process. The only reader of `process.env`.
 * @throws EnvError if anything in it is wrong
 */
export function env(): Env {
  if (current) return current;
  // A build may have fixed the public key in the browser's code; another key at run time would split the app in two.
  const builtWith = process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY;
  const checked = checkEnv({ ...process.env }, { production: isProduction() });
  if ('issues' in checked) throw new EnvError(checked.issues);
  if (builtWith !== checked.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)
    throw new EnvError([
      {
        name: 'NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY',
        problem:
          'is not the one this app was built with. Run `npm run build` again with the environment you start with.',
      },
    ]);
  return (current = checked.env);
}
