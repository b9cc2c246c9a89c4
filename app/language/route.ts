import { isLocale, LANGUAGE_INPUT, LOCALE_COOKIE } from '@/lib/texts/locales';

/**
 * Keeps the language that somebody chose in their browser, and leads back to the page that they chose it on. Where that
 * is comes from `Referer`, and only its path counts: no request can lead to another site.
 */
export async function POST(request: Request): Promise<Response> {
  const chosen = (await request.formData().catch(() => null))?.get(LANGUAGE_INPUT);
  if (!isLocale(chosen)) return new Response(null, { status: 400 });
  const { name, path, maxAge, sameSite } = LOCALE_COOKIE;
  return new Response(null, {
    status: 303,
    headers: {
      location: pathOf(request.headers.get('referer')),
      'set-cookie': `${name}=${chosen}; Path=${path}; Max-Age=${maxAge}; SameSite=${sameSite}`,
    },
  });
}

/** Returns the path of an address on this site, with one slash at its beginning: two would begin another host. */
function pathOf(address: string | null): string {
  try {
    const { pathname, search } = new URL(address ?? '');
    return `/${pathname.replace(/^[\\/]+/, '')}${search}`;
  } catch {
    return '/'; // the browser does not say where it was
  }
}
