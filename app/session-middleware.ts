import 'server-only';
import type { NextMiddleware } from 'next/server';
import { withSession, type Rule, type RuleOptions } from '@/lib/clerk/session/middleware';
import { unverified } from '@/lib/profile/words/failure-words';
import { matchLocale } from '@/lib/texts/match-locale';
import { textsIn } from '@/lib/texts/messages-for';

/**
 * Returns the middleware of this app around a rule of one's own: it takes what Clerk's `clerkMiddleware` takes. Where a
 * session cannot be verified the rule is not asked, since it would take its person for signed out.
 */
export const perdureMiddleware =
  (rule?: Rule, options?: RuleOptions): NextMiddleware =>
  (request, event) => {
    const { say } = textsIn(matchLocale(request.headers));
    return withSession(request, event, { describe: (why) => say(unverified(why).message), rule, options });
  };
