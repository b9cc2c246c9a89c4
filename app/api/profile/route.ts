import type { NextRequest } from 'next/server';
import { getUserId } from '@/lib/clerk/session';
import { answerProfile } from './answer';

/** The signed-in user's profile. Where processes live on, `beside-next.ts` answers before this does. */
export const GET = async (request: NextRequest): Promise<Response> => answerProfile(request, await getUserId());
