/** Messages between the tabs of one browser. */
export interface TabChannel<Message> {
  /** Sends a message to all other tabs; where that is impossible, to none. */
  post: (message: Message) => void;
  close: () => void;
}

/**
 * Returns the channel of that name, whose messages from other tabs are passed to `onMessage`. Where the browser has no
 * channels, or refuses this one, nothing is sent and nothing arrives: each tab then knows only what it reads itself.
 */
export function openTabChannel<Message>(name: string, onMessage: (message: Message) => void): TabChannel<Message> {
  let channel: BroadcastChannel;
  try {
    channel = new BroadcastChannel(name);
  } catch {
    return { post: () => undefined, close: () => undefined };
  }
  channel.onmessage = ({ data }: MessageEvent<Message>) => onMessage(data);
  const post = (message: Message) => {
    try {
      channel.postMessage(message);
    } catch {
      return; // closed by the browser, which some do to a page they put to sleep
    }
  };
  return { post, close: () => channel.close() };
}
