import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';

/** What is said where the form to sign in or up does not come. `scriptHost`: where its script is, if not here. */
export function FormIsLate({ scriptHost }: { scriptHost: string | null }) {
  return (
    <div className="grid w-full max-w-md gap-4">
      <h1 className="text-center text-xl font-semibold tracking-tight">The form hasn’t loaded yet</h1>
      <Notice
        action={
          <Button size="small" onClick={() => window.location.reload()}>
            Reload
          </Button>
        }
      >
        Your connection may be slow, or an ad blocker or a firewall holds back its script. Allow{' '}
        {scriptHost === null ? 'this site’s scripts' : `scripts from ${scriptHost}`}, then reload the page.
      </Notice>
    </div>
  );
}
