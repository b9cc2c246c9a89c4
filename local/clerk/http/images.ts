import type { Context } from 'hono';
import { paramInvalid, paramMissing } from '../json/errors';
import { newId } from '../state/ids';
import type { StoredUser } from '../state/state';

/** Clerk's limit for a profile image, in bytes. */
const MAX_IMAGE = 10 * 1024 * 1024;

/**
 * Returns the picture of an upload: its `file` part, or a data: URL as its whole body.
 * @throws Clerk's 422 if there is none, or it is no image, or too large
 */
export async function readImage(c: Context): Promise<NonNullable<StoredUser['image']>> {
  const file = await readFile(c);
  if (!(file instanceof Blob)) throw paramMissing('file');
  if (!file.type.startsWith('image/')) throw paramInvalid('file', 'The file must be an image.');
  if (file.size > MAX_IMAGE) throw paramInvalid('file', 'The file must not be larger than 10 MB.');
  const bytes = Buffer.from(await file.arrayBuffer());
  return { id: newId('img'), data: `data:${file.type};base64,${bytes.toString('base64')}` };
}

async function readFile(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? '';
  if (type.startsWith('multipart/form-data')) return (await c.req.formData()).get('file');
  const [, imageType, base64 = ''] = /^data:([^;,]+);base64,(.+)$/s.exec(await c.req.text()) ?? [];
  return imageType ? new Blob([Buffer.from(base64, 'base64')], { type: imageType }) : null;
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
