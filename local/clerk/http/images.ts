import { paramInvalid, paramMissing } from '../json/errors';

/** Clerk's limit for a profile image, in bytes. */
const MAX_IMAGE = 10 * 1024 * 1024;

/**
 * Returns the picture in an upload's `file` part as a data: URL.
 * @throws Clerk's 422 if there is none, or it is no image, or too large
 */
export async function readImage(form: FormData): Promise<string> {
  const file = form.get('file');
  if (!(file instanceof Blob)) throw paramMissing('file');
  if (!file.type.startsWith('image/')) throw paramInvalid('file', 'The file must be an image.');
  if (file.size > MAX_IMAGE) throw paramInvalid('file', 'The file must not be larger than 10 MB.');
  return `data:${file.type};base64,${Buffer.from(await file.arrayBuffer()).toString('base64')}`;
}

/** Stands for the picture that Clerk draws for users without one: a plain disc. */
const PLACEHOLDER =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="32" fill="#94a3b8"/></svg>';

/** Returns the response with a user's picture (a data: URL); the placeholder if it is null. */
export function imageResponse(image: string | null): Response {
  const found = /^data:([^;]+);base64,(.*)$/s.exec(image ?? '');
  const headers = {
    'cache-control': 'no-cache',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  };
  if (!found) return new Response(PLACEHOLDER, { headers: { ...headers, 'content-type': 'image/svg+xml' } });
  return new Response(Buffer.from(found[2] ?? '', 'base64'), {
    headers: { ...headers, 'content-type': found[1] ?? 'image/png' },
  });
}
