import { NoSuchPage } from '@/components/page/no-such-page';
import { Document, siteMetadata, siteViewport } from './document';

export const generateMetadata = siteMetadata;
export const viewport = siteViewport;

export default function GlobalNotFound() {
  return (
    <Document>
      <NoSuchPage />
    </Document>
  );
}
