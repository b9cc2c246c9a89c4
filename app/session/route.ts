import { getVisitor } from '@/lib/clerk/session/session';

const says = {
  'signed in': 'Your session is renewed. You can press Save now.',
  'signed out': 'You’re signed out.',
  unknown: 'Your session can’t be checked right now. Try again in a moment.',
};

/**
 * Answers whose session a browser has: for a frame, since opening a page renews a session and a script's request does
 * not. The words are for a browser that runs no scripts, which shows them.
 */
export async function GET(): Promise<Response> {
  const { is } = await getVisitor();
  const html =
    `<!doctype html><html lang="en" data-session="${is}"><meta name="color-scheme" content="light dark">` +
    `<title>Session</title><style>body{margin:0;font:14px/1.5 system-ui,sans-serif}</style><p>${says[is]}</p></html>`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    },
  });
}
