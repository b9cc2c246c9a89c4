import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { basename, join } from 'node:path';

/** Serves the items in a folder at http://127.0.0.1:<port>/r until the server is closed; port 0 is any that is free. */
export async function serve(folder: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    readFile(join(folder, basename(request.url ?? ''))).then(
      (item) => response.writeHead(200, { 'content-type': 'application/json' }).end(item),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  return server;
}
