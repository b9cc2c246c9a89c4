import type { Metadata } from 'next';
import { AuthFrame } from '@/components/page/auth-frame';
import { SignIn } from '@/lib/clerk/browser';
import { AuthForm } from '../../auth-form';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInPage() {
  return (
    <AuthFrame>
      <AuthForm>
        <SignIn />
      </AuthForm>
    </AuthFrame>
  );
}
