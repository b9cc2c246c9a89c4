import type { NextRequest } from 'next/server';
import { getVisitor } from '@/lib/clerk/session/session';
import { answerProfile, answerUnverified } from './answer';

/** The signed-in user's profile. Where processes live on, `http-fast-path.ts` answers before this does. */
export async function GET(request: NextRequest): Promise<Response> {
  const visitor = await getVisitor();
  if (visitor.is === 'unknown') return answerUnverified(visitor.why);
  return answerProfile(request, visitor.is === 'signed in' ? visitor.userId : null);
}
