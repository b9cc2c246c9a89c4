/**
 * Returns a new random UUID (version 4). `crypto.randomUUID` is missing on pages over plain http, and privacy tools
 * take away the rest of `crypto`: an id has to differ from a person's others, and need not be secret.
 */
export const newSaveId = (): string => byBrowser() ?? uuidOf(randomBytes(), 4);

function byBrowser(): string | null {
  try {
    return crypto.randomUUID();
  } catch {
    return null;
  }
}

function randomBytes(): Uint8Array {
  const bytes = new Uint8Array(16);
  try {
    return crypto.getRandomValues(bytes);
  } catch {
    return bytes.map(() => Math.floor(Math.random() * 256));
  }
}

/** Returns the UUID of the first 16 bytes, with its version and variant set (RFC 9562, section 4). */
export function uuidOf(bytes: Uint8Array, version: 4 | 8): string {
  const marked = Array.from(bytes.subarray(0, 16), (byte, index) =>
    index === 6 ? (byte & 0x0f) | (version << 4) : index === 8 ? (byte & 0x3f) | 0x80 : byte,
  );
  const hex = marked.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
