import { withSession } from '@/lib/clerk/middleware';

export default withSession;

export const config = {
  runtime: 'nodejs',
  // everything but Next's own files, files with an extension, and doors that machines knock at: Next would read a body whole for us
  matcher: ['/((?!_next|api/webhooks|api/push|[^?]*\\.(?:css|js|png|jpg|svg|ico|webp|woff2?|txt|webmanifest)$).*)', '/(api(?!/webhooks|/push)|__clerk)(.*)'],
};
