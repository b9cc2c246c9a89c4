/** Whose session this browser has, as the server sees it; `unknown` if it could not say so. */
export type ServerView = 'signed in' | 'signed out' | 'unknown';

/** How long opening a page may take, in ms. */
const DEADLINE_MS = 8_000;
/**
 * The shortest time between two openings, in ms. Clerk's SDK takes more than three renewals, each within 2 s of the one
 * before, for a redirect that leads in a circle, and the fourth for nobody's.
 */
const SPACING_MS = 2_500;
let openedAt = -SPACING_MS;

/**
 * Opens `path` in a hidden frame and returns whose session the browser has then. Opening a page renews a session on the
 * server, with or without Clerk's script. Never rejects.
 */
export async function renewByNavigation(path: string): Promise<ServerView> {
  const early = openedAt + SPACING_MS - performance.now();
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  openedAt = performance.now();
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.title = 'Renews your session';
  return new Promise<ServerView>((resolve) => {
    const timer = setTimeout(() => resolve('unknown'), DEADLINE_MS);
    frame.onload = () => {
      if (frame.contentDocument?.URL === 'about:blank') return; // where a frame begins
      clearTimeout(timer);
      resolve(viewIn(frame));
    };
    frame.src = path;
    document.body.append(frame);
  }).finally(() => frame.remove());
}

function viewIn({ contentDocument }: HTMLIFrameElement): ServerView {
  const view = contentDocument?.documentElement.dataset.session; // no document where the browser shows its own error
  return view === 'signed in' || view === 'signed out' ? view : 'unknown';
}
