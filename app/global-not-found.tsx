import { MessagePage } from '@/components/page/message-page';
import { Document, siteMetadata, siteViewport } from './document';

export const metadata = siteMetadata;
export const viewport = siteViewport;

export default function GlobalNotFound() {
  return (
    <Document>
      <MessagePage title="There is no such page" text="The address may be mistyped, or the page has moved." />
    </Document>
  );
}
