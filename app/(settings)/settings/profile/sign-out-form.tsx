import { Button } from '@/components/ui/button';
import { signOutFormAction } from '../../../sign-out';

/** Signs out where no script runs. */
export const SignOutForm = () => (
  <form action={signOutFormAction}>
    <Button variant="ghost" type="submit">
      Sign out
    </Button>
  </form>
);
