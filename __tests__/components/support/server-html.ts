import { TextEncoder } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import type { ReactElement } from 'react';

/** Returns a page's HTML as the server sends it. */
export async function serverHtml(page: ReactElement): Promise<string> {
  // The server's renderer asks for what Node has and jsdom lacks.
  Object.assign(globalThis, { MessageChannel, TextEncoder });
  const { renderToString } = await import('react-dom/server');
  return renderToString(page);
}
