// The floor: the least that a change from one device to another can cost on this machine with Postgres between them.
// No framework, sessions or Clerk: UPDATE and NOTIFY in one transaction, LISTEN, server-sent events, SELECT.
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
await pool.query('CREATE TABLE IF NOT EXISTS bare (id int PRIMARY KEY, value text)');
await pool.query("INSERT INTO bare VALUES (1, '') ON CONFLICT DO NOTHING");
const listener = new pg.Client({ connectionString: process.env.DATABASE_URL });
await listener.connect();
const streams = new Set();
listener.on('notification', ({ payload }) => streams.forEach((response) => response.write(`data: ${payload}\n\n`)));
await listener.query('LISTEN bare');

const page = `<!doctype html><title>floor</title><p id="value"></p><script>
new EventSource('/live').onmessage = async () => {
  document.getElementById('value').textContent = await (await fetch('/value')).text();
};
</script>`;

async function save(value) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('UPDATE bare SET value = $1 WHERE id = 1', [value]);
  await client.query("SELECT pg_notify('bare', 'changed')");
  await client.query('COMMIT');
  client.release();
}

createServer(async (request, response) => {
  if (request.url === '/live') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(':\n\n');
    streams.add(response);
    response.once('close', () => streams.delete(response));
  } else if (request.method === 'POST') {
    let body = '';
    for await (const chunk of request) body += chunk;
    await save(body);
    response.end('saved');
  } else if (request.url === '/value') {
    const { rows } = await pool.query('SELECT value FROM bare WHERE id = 1');
    response.writeHead(200, { 'cache-control': 'no-store' }).end(rows[0].value);
  } else response.writeHead(200, { 'content-type': 'text/html' }).end(page);
}).listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
