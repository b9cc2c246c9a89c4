// A bare client that holds many streams open and reports when each received a version. Messages with its parent:
// { open: { url, cookies: string[] } } → { opened: n }, and { collect: true } → { received: { version, at }[] }.
import { connect } from 'node:net';

const received = [];
let opened = 0;

/** Opens one stream on a bare socket, which costs little beside what it measures. */
function openOne({ hostname, port, pathname, host }, cookie) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () =>
      socket.write(
        `GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nAccept: text/event-stream\r\n\r\n`,
      ),
    );
    socket.setEncoding('latin1');
    socket.on('error', reject);
    let head = '';
    let began = false;
    socket.on('data', (text) => {
      const at = performance.timeOrigin + performance.now();
      for (const [, version] of text.matchAll(/^data: (\d+\.\S+)$/gm)) received.push({ version, at });
      if (began) return;
      head += text;
      if (!head.startsWith('HTTP/1.1 200 ')) return reject(new Error(`a stream was answered ${head.slice(0, 200)}`));
      if (!head.includes('retry:')) return;
      head = '';
      began = true;
      opened += 1;
      resolve();
    });
    socket.on('close', () => reject(new Error('a stream was closed')));
  });
}

process.on('message', async ({ open, collect }) => {
  if (collect) process.send({ received: received.splice(0) });
  if (!open) return;
  const url = new URL(open.url);
  await Promise.all(open.cookies.map((cookie) => openOne(url, cookie)));
  process.send({ opened });
});
