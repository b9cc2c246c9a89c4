/** Returns this browser's session tokens, as its cookies hold them: they change with each renewal. */
export const sessionCookies = (): string => ofName(/^__session/);

/**
 * Returns true unless it is certain that nobody is signed in on this browser: it holds no token, and no time of a
 * sign-in, which Clerk keeps in a cookie until the sign-out.
 */
export const maybeSignedIn = (): boolean => /=./.test(sessionCookies()) || /=[1-9]/.test(ofName(/^__client_uat/));

/** Returns true if one of the cookies holds this token. */
export const holdsToken = (token: string): boolean => sessionCookies().includes(token);

function ofName(name: RegExp): string {
  try {
    const pairs = document.cookie.split(/;\s*/);
    return pairs.filter((pair) => name.test(pair)).join('; ');
  } catch {
    return ''; // a frame without cookies of its own: the requests bring what the browser holds
  }
}
