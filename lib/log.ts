import 'server-only';
import pino from 'pino';

/** The server's log: JSON lines on standard output. Each failure is logged once, by what handles the request. */
export const log = pino({ name: 'perdure', redact: ['*.secretKey', '*.authorization'] });
