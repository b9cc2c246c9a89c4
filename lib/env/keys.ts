import 'server-only';

/** The host that the local Clerk's publishable key decodes to. No real instance can have it. */
export const LOCAL_CLERK_HOST = 'clerk.perdure.localhost';
/** How the local Clerk's secret keys begin. */
export const LOCAL_SECRET_KEY_PREFIX = 'sk_live_perdure_local_';

/** Returns the host that a publishable key decodes to, or null if it is malformed. */
export function hostOfPublishableKey(key: string): string | null {
  const encoded = /^pk_(?:live|test)_([A-Za-z0-9+/=_-]+)$/.exec(key)?.[1];
  if (!encoded) return null;
  try {
    const decoded = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return /^([a-z0-9-]+(?:\.[a-z0-9-]+)+)\$$/i.exec(decoded)?.[1] ?? null;
  } catch {
    return null; // atob threw: not base64
  }
}

/** Returns the mode of one of Clerk's keys, or undefined if it is malformed. */
export const modeOfKey = (key: string): string | undefined => /^[ps]k_(live|test)_/.exec(key)?.[1];
