import { appEnvironment } from './app-environment';
import { dashboard, type Dashboard } from './dashboard';
import { backendApi } from './http/backend/api';
import { controlApi } from './http/control-api';
import { faultMiddleware } from './http/fault-middleware';
import { frontendApi } from './http/frontend/api';
import { Handshakes } from './http/handshakes';
import { Listener } from './http/listener';
import type { FaultSettings } from './state/faults';
import { openInstance, type InstanceOptions, type LoggedRequest } from './state/instance';
import { publishableKey } from './state/keys';

export type { NewLocalUser } from './dashboard';
export { ensureClerkScripts } from './http/frontend/scripts';
export type { FaultSettings } from './state/faults';
export type { LoggedRequest } from './state/instance';
export { refuseBesideRealKeys } from './state/keys';

/** Ports are on 127.0.0.1; 0 or absent means a free one. */
export interface LocalClerkOptions extends InstanceOptions {
  apiPort?: number;
  frontendPort?: number;
  controlPort?: number;
}

/** A running local Clerk. */
export interface LocalClerk extends Dashboard {
  apiUrl: string;
  frontendUrl: string;
  controlUrl: string;
  publishableKey: string;
  secretKey: string;
  webhookSecret: string;
  /** every variable that the app needs to use it */
  env: Record<string, string>;
  faults: { set(patch: Partial<FaultSettings>): void; reset(): void; readonly current: Readonly<FaultSettings> };
  /** Returns the requests that reached the Backend API, oldest first. */
  requests(): LoggedRequest[];
  /** Returns how many writes a fault holds back, which have yet to take effect. */
  lateWrites(): number;
  stop(): Promise<void>;
}

/** Starts a local Clerk: Backend API, Frontend API and control API, each on a loopback port of its own. */
export async function startLocalClerk(options: LocalClerkOptions = {}): Promise<LocalClerk> {
  const instance = await openInstance(
    options,
    (user) => `${frontend.url}/images/${user.id}?v=${user.image?.id ?? 'none'}`,
  );
  const { store, faults, log } = instance;
  const { keys } = store.state;
  const handshakes = new Handshakes();
  const backend = new Listener(
    faultMiddleware('bapi', backendApi(instance, handshakes), instance),
    options.apiPort ?? 0,
  );
  const frontend = new Listener(
    faultMiddleware('fapi', frontendApi(instance, handshakes), instance),
    options.frontendPort ?? 0,
  );
  const operator = dashboard(instance);
  const control = new Listener(controlApi(instance, operator), options.controlPort ?? 0);
  await Promise.all([backend.open(), frontend.open(), control.open()]);

  faults.onChange(() => {
    for (const [api, listener] of [
      ['bapi', backend],
      ['fapi', frontend],
    ] as const) {
      const changed = faults.current.down && faults.concerns(api) ? listener.close() : listener.open();
      changed.catch((error: unknown) => log(`the port of the ${api} could not be opened or closed: ${String(error)}`));
    }
  });

  return {
    ...operator,
    apiUrl: backend.url,
    frontendUrl: frontend.url,
    controlUrl: control.url,
    publishableKey,
    secretKey: keys.secretKey,
    webhookSecret: keys.webhookSecret,
    env: appEnvironment(keys, backend.url, frontend.url),
    faults,
    requests: () => [...instance.requests],
    lateWrites: () => instance.lateWrites.size,
    stop: async () => {
      await Promise.all([backend.close(), frontend.close(), control.close()]);
      await instance.webhooks.stop();
      await store.save();
    },
  };
}
