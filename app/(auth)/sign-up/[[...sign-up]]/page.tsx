import type { Metadata } from 'next';
import { AuthFrame } from '@/components/page/auth-frame';
import { SignUp } from '@/lib/clerk/browser';
import { getTexts } from '@/lib/texts/request-texts';
import { AuthForm } from '../../auth-form';

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTexts()).t('site.signUp') });

export default function SignUpPage() {
  return (
    <AuthFrame>
      <AuthForm>
        <SignUp />
      </AuthForm>
    </AuthFrame>
  );
}
