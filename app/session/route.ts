import { directionOf } from '@/lib/texts/locales';
import { getTexts } from '@/lib/texts/request-texts';
import { getVisitor } from '@/lib/clerk/session/session';

const says = {
  'signed in': 'session.signedIn',
  'signed out': 'session.signedOut',
  unknown: 'session.unknown',
} as const;

/**
 * Answers whose session a browser has: for a frame, since opening a page renews a session and a script's request does
 * not. The words are for a browser that runs no scripts, which shows them.
 */
export async function GET(): Promise<Response> {
  const { is } = await getVisitor();
  const { t, locale } = await getTexts();
  const html =
    `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}" data-session="${is}"><meta name="color-scheme" content="light dark">` +
    `<title>${t('session.title')}</title><style>body{margin:0;font:14px/1.5 system-ui,sans-serif}</style><p>${t(says[is])}</p></html>`;
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    },
  });
}
