import type { Saved } from '@/lib/profile/model/profile';
import type { Result } from '@/lib/result';

/** Sends a user's save to the server. What it returns has happened; where it throws, the outcome is unknown. */
export type SaveProfile = (save: unknown, userId: string) => Promise<Result<Saved>>;
