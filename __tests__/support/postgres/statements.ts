import type { Watch } from '../tcp-proxy';

/** What is sent beside a statement that takes longer than a second. */
const PING = 'SELECT 1';

/**
 * Collects the statements but pings that pass through a proxy to Postgres, and all that its answers hold. Source:
 * Postgres's documentation, "Message Formats": a message is its type, its length and its content; the first one has no
 * type.
 */
export function watchStatements(): { watch: Watch; take: () => string[]; takeAnswers: () => string } {
  const unread = new Map<object, string>();
  const statements: string[] = [];
  let answers = '';
  const readAll = (all: string, isFirst: boolean): string => {
    const head = isFirst ? 0 : 1;
    if (all.length < head + 4) return all;
    const end = head + Buffer.from(all.slice(head, head + 4), 'latin1').readUInt32BE();
    if (all.length < end) return all;
    const content = all.slice(head + 4, end);
    if (all.startsWith('Q') && !isFirst) statements.push(content.slice(0, -1));
    if (all.startsWith('P') && !isFirst) statements.push(content.split('\0')[1] ?? '');
    return readAll(all.slice(end), false);
  };
  return {
    watch: ({ text, from, connection }) => {
      if (from === 'server') answers += text;
      else unread.set(connection, readAll((unread.get(connection) ?? '') + text, !unread.has(connection)));
      return true;
    },
    take: () => statements.splice(0).filter((text) => text !== PING),
    takeAnswers: () => {
      const all = answers;
      answers = '';
      return all;
    },
  };
}
