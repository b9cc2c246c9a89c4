import { MessagePage } from './message-page';

/** The page of an address at which there is none. */
export const NoSuchPage = () => (
  <MessagePage title="There is no such page" text="The address may be mistyped, or the page has moved." />
);
