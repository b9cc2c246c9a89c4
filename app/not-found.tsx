import { MessagePage } from '@/components/page/message-page';

export default function NotFound() {
  return <MessagePage title="There is no such page" text="The address may be mistyped, or the page has moved." />;
}
