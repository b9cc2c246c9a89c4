import type { Metadata } from 'next';
import { AuthFrame } from '@/components/page/auth-frame';
import { SignUp } from '@/lib/clerk/browser';
import { AuthForm } from '../../auth-form';

export const metadata: Metadata = { title: 'Sign up' };

export default function SignUpPage() {
  return (
    <AuthFrame>
      <AuthForm>
        <SignUp />
      </AuthForm>
    </AuthFrame>
  );
}
