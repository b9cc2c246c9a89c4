import type { NextFetchEvent, NextRequest } from 'next/server';
import { withSession } from '@/lib/clerk/session/middleware';
import { unverified } from '@/lib/profile/words/failure-words';
import { matchLocale } from '@/lib/texts/match-locale';
import { textsIn } from '@/lib/texts/messages-for';

export default function middleware(request: NextRequest, event: NextFetchEvent) {
  return withSession(request, event, (why) => textsIn(matchLocale(request.headers)).say(unverified(why).message));
}

export const config = {
  runtime: 'nodejs',
  // everything but Next's own files, files with an extension, and what machines call: Next would buffer their bodies
  matcher: [
    '/((?!_next|api/webhooks|api/push|api/health|[^?]*\\.(?:css|js|png|jpg|svg|ico|webp|woff2?|txt|webmanifest)$).*)',
    '/(api(?!/webhooks|/push|/health)|__clerk)(.*)',
  ],
};
