import { failedRequest } from '@/lib/failed-request';

/** Does `work`, and has whatever it throws reported: nothing that it was called by has failed. */
export function guarded(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else setTimeout(() => throwOn(error));
  }
}

const throwOn = (error: unknown): never => {
  throw error;
};

/**
 * Calls `onFault` at each error of this page that nothing handled: in an event handler, a timer, or something that an
 * effect began. Returns what ends that. Errors of extensions and of Clerk's script are theirs, and a failed request is
 * told where it was made.
 */
export function watchFaults(onFault: () => void): () => void {
  const onError = ({ error }: ErrorEvent) => isOwn(error) && onFault();
  const onRejection = ({ reason }: PromiseRejectionEvent) => isOwn(reason) && onFault();
  window.addEventListener('error', onError);
  window.addEventListener('unhandledrejection', onRejection);
  return () => {
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  };
}

const isOwn = (error: unknown): boolean =>
  error instanceof Error &&
  !/-extension:\/\/|@clerk\/|\/__clerk\//.test(error.stack ?? '') &&
  !['unreachable', 'interrupted'].includes(failedRequest(error));
