import { publishableKey } from './state/keys';
import type { State } from './state/state';

/** Returns every variable that the app needs to use a local Clerk at these addresses. */
export const appEnvironment = (keys: State['keys'], apiUrl: string, frontendUrl: string): Record<string, string> => ({
  PERDURE_LOCAL: '1',
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey,
  NEXT_PUBLIC_CLERK_PROXY_URL: '/__clerk',
  NEXT_PUBLIC_CLERK_SIGN_IN_URL: '/sign-in',
  NEXT_PUBLIC_CLERK_SIGN_UP_URL: '/sign-up',
  NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: '1',
  NEXT_PUBLIC_CLERK_KEYLESS_DISABLED: '1',
  CLERK_SECRET_KEY: keys.secretKey,
  CLERK_WEBHOOK_SIGNING_SECRET: keys.webhookSecret,
  CLERK_API_URL: apiUrl,
  CLERK_FAPI_URL: frontendUrl,
});
