import { newId } from '../state/ids';

/** How long the outcome of a handshake is kept, in ms. */
const KEPT_MS = 60_000;

/** Outcomes of handshakes: left by the Frontend API, taken once by the app's server through the Backend API. */
export class Handshakes {
  private readonly byNonce = new Map<string, string[]>();

  /** Keeps Set-Cookie headers and returns the nonce that leads to them. */
  put(directives: string[]): string {
    const nonce = newId('nonce');
    this.byNonce.set(nonce, directives);
    setTimeout(() => this.byNonce.delete(nonce), KEPT_MS).unref();
    return nonce;
  }

  /** Returns the headers kept under a nonce, only once; undefined if there are none. */
  take(nonce: string): string[] | undefined {
    const directives = this.byNonce.get(nonce);
    this.byNonce.delete(nonce);
    return directives;
  }
}
