import { withSession } from '@/lib/clerk/middleware';

export default withSession;

export const config = {
  runtime: 'nodejs',
  // everything but Next's own files and files with an extension; API routes and Clerk's proxied Frontend API always
  matcher: ['/((?!_next|[^?]*\\.(?:css|js|png|jpg|svg|ico|webp|woff2?|txt|webmanifest)$).*)', '/(api|__clerk)(.*)'],
};
