import 'server-only';
import { z } from 'zod';
import { isClerkAPIResponseError } from '@clerk/nextjs/errors';

/**
 * Why a call of Clerk failed.
 * - `transient`: a retry can help. `unknown`: the call may have taken effect all the same. `retryAfterMs`: what Clerk
 *   asks for, in ms. `limited`: Clerk answered 429.
 * - `refused`: a retry fails again. `param`: the parameter that Clerk objects to, in its spelling. `status`: of HTTP.
 * - `misconfigured`: our keys are missing or wrong, and somebody who runs this app must act.
 */
export type ClerkFailure =
  | { kind: 'transient'; message: string; unknown: boolean; retryAfterMs: number | null; limited?: true }
  | { kind: 'refused'; code: string; message: string; param: string | null; traceId: string | null; status: number }
  | { kind: 'misconfigured'; message: string };

const transient = (
  message: string,
  unknown: boolean,
  retryAfterSeconds?: number,
): Extract<ClerkFailure, { kind: 'transient' }> => ({
  kind: 'transient',
  message,
  unknown,
  retryAfterMs: retryAfterSeconds === undefined ? null : retryAfterSeconds * 1000,
});

const metaSchema = z.object({ paramName: z.string() });
const paramOf = (meta: unknown): string | null => metaSchema.safeParse(meta).data?.paramName ?? null;

/** Returns why a call failed, from whatever Clerk's SDK threw. The one place where that is decided. */
export function classifyClerkError(error: unknown): ClerkFailure {
  const message = error instanceof Error ? error.message : String(error);
  if (isClerkAPIResponseError(error)) {
    const { status } = error;
    const first = error.errors[0];
    if (status === 401) return { kind: 'misconfigured', message: first?.longMessage ?? message };
    if (status === 429) return { ...transient(first?.message ?? message, false, error.retryAfter), limited: true };
    if (status === 400 || status === 403 || status === 404 || status === 422)
      return {
        kind: 'refused',
        status,
        code: first?.code ?? `status_${status}`,
        message: first?.longMessage || first?.message || message,
        param: paramOf(first?.meta),
        traceId: error.clerkTraceId ?? null,
      };
    return transient(first?.message ?? message, true, error.retryAfter);
  }
  // A missing key is a plain Error of the SDK: exactly the failure that must not pass for an outage.
  if (/Missing Clerk Secret Key|publishableKey|secretKey/i.test(message)) return { kind: 'misconfigured', message };
  return transient(message, true);
}
