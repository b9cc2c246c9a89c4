import { perdureMiddleware } from '@/app/session-middleware';

export default perdureMiddleware();

export const config = {
  runtime: 'nodejs',
  // everything but Next's own files, files with an extension, and what machines call: Next would buffer their bodies
  matcher: [
    '/((?!_next|api/webhooks|api/push|api/health|[^?]*\\.(?:css|js|png|jpg|svg|ico|webp|woff2?|txt|webmanifest)$).*)',
    '/(api(?!/webhooks|/push|/health)|__clerk)(.*)',
  ],
};
