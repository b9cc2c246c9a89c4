import { useQuery } from '@tanstack/react-query';
import { LogIn } from 'lucide-react';
import { signInPath } from '@/lib/profile/model/form-names';
import { ProfileUnavailable as Unavailable } from '@/lib/profile/model/query/fetch-profile';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import type { ShownSection } from '@/lib/profile/model/sections';
import { LATEST_MS, unreadReason } from '@/components/profile/hooks/use-profile-query';
import { ProfileSkeleton } from '@/components/profile/profile-skeleton';
import { ProfileUnavailable } from '@/components/profile/profile-unavailable';
import { useTexts } from '@/components/texts/texts-provider';
import { linkButton } from '@/components/ui/button';
import { Card } from '@/components/ui/card';

interface FormWithoutProfileProps {
  /** the path of the page that it is on */
  path: string;
  sections: readonly ShownSection[];
  /** the server has said that nobody is signed in */
  isSignedOut: boolean;
}

const whoseSession = (error: Error | null) => (error instanceof Unavailable ? error.whose : 'unknown');

/** What stands in a form's place while it is not known who is signed in, or nobody is. */
export function FormWithoutProfile({ path, sections, isSignedOut }: FormWithoutProfileProps) {
  const { error, errorUpdateCount, isFetching, refetch } = useQuery({
    ...profileQuery,
    enabled: !isSignedOut,
    refetchInterval: ({ state }) => (whoseSession(state.error) === 'unknown' && state.error ? LATEST_MS : false),
  });
  if (isSignedOut || whoseSession(error) === 'nobody’s') return <SignedOut path={path} />;
  if (errorUpdateCount === 0) return <ProfileSkeleton sections={sections} />;
  return (
    <ProfileUnavailable
      message={error ? unreadReason(error) : undefined}
      isLasting={error instanceof Unavailable && error.why.lasting === true}
      busy={isFetching}
      onRetry={() => void refetch()}
    />
  );
}

/** Says that nobody is signed in, and leads to where one can, and back. */
function SignedOut({ path }: { path: string }) {
  const { t } = useTexts();
  return (
    <Card className="form-card grid justify-items-center gap-5 px-6 py-14 text-center">
      <span className="grid size-11 place-items-center rounded-full bg-hover text-soft">
        <LogIn aria-hidden className="size-5" />
      </span>
      <div className="grid max-w-sm gap-1">
        <h2 className="text-base font-semibold">{t('unavailable.signedOut')}</h2>
        <p className="text-soft text-pretty">{t('unavailable.signedOutText')}</p>
      </div>
      <a href={signInPath(path)} className={linkButton}>
        {t('site.signIn')}
      </a>
    </Card>
  );
}
