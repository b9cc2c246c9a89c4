import 'server-only';
import { requestsLeft, requestsPer10s } from '@/lib/clerk/rate-limit';

/** The share of the requests of Clerk's limit that showing other people leaves to saves. */
const LEFT_TO_SAVES = 0.5;

/** Returns how many requests of Clerk may be made now to show other people, as far as this process knows. */
export const requestsForPeople = (): number => Math.max(0, requestsLeft() - requestsPer10s() * LEFT_TO_SAVES);
