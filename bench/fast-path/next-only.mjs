// Preloaded into an app (`--import`) so that it answers everything through Next: its fast path learns of its HTTP
// server from this channel, which is hidden here.
import diagnostics from 'node:diagnostics_channel';
import { syncBuiltinESMExports } from 'node:module';

const { subscribe } = diagnostics;
diagnostics.subscribe = (name, listener) => {
  if (name !== 'http.server.request.start') subscribe(name, listener);
};
syncBuiltinESMExports();
