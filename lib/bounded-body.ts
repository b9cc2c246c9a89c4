import 'server-only';

/**
 * Returns the body of a request as text, or null if it has more than `limit` bytes: no more than that is read. A body
 * that is announced as longer is not read at all.
 */
export async function readBounded(request: Request, limit: number): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
