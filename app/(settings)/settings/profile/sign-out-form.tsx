import { getTexts } from '@/lib/texts/request-texts';
import { Button } from '@/components/ui/button';
import { signOutFormAction } from '../../../sign-out';

/** Signs out where no script runs. */
export async function SignOutForm() {
  const { t } = await getTexts();
  return (
    <form action={signOutFormAction}>
      <Button variant="ghost" type="submit">
        {t('site.signOut')}
      </Button>
    </form>
  );
}
