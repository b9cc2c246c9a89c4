import { MessagePage } from '@/components/page/message-page';
import { Document, siteMetadata } from './document';

export const metadata = siteMetadata;

export default function GlobalNotFound() {
  return (
    <Document>
      <MessagePage title="There is no such page" text="The address may be mistyped, or the page has moved." />
    </Document>
  );
}
