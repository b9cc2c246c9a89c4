import type { Metadata } from 'next';
import { AuthFrame } from '@/components/page/auth-frame';
import { SignIn } from '@/lib/clerk/browser';
import { getTexts } from '@/lib/texts/request-texts';
import { AuthForm } from '../../auth-form';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTexts()).t('site.signIn') });

export default function SignInPage() {
  return (
    <AuthFrame>
      <AuthForm>
        <SignIn />
      </AuthForm>
    </AuthFrame>
  );
}
