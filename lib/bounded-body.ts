import 'server-only';

/**
 * The body of a request as text, or null where it has more than `limit` bytes: reading ends there, whatever else would
 * come. A body announced as longer is not read at all.
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
