import { Button } from '@/components/ui/button';
import { signOutAction } from '../../../sign-out';

/** Signs out where no script runs. */
export const SignOutForm = () => (
  <form action={signOutAction}>
    <Button variant="ghost" type="submit">
      Sign out
    </Button>
  </form>
);
