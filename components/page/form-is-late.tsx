import { Button } from '@/components/ui/button';
import { useTexts } from '@/components/texts/texts-provider';
import { Notice } from '@/components/ui/notice';

/** What is said where the form to sign in or up does not come. `scriptHost`: where its script is, if not here. */
export function FormIsLate({ scriptHost }: { scriptHost: string | null }) {
  const { t } = useTexts();
  return (
    <div className="grid w-full max-w-md gap-4">
      <h1 className="text-center text-xl font-semibold tracking-tight">{t('auth.late')}</h1>
      <Notice
        action={
          <Button size="small" onClick={() => window.location.reload()}>
            {t('site.reload')}
          </Button>
        }
      >
        {scriptHost === null ? t('auth.lateWhy') : t('auth.lateWhyHost', { host: scriptHost })}
      </Notice>
    </div>
  );
}
