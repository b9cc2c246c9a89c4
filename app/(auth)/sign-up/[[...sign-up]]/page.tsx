import type { Metadata } from 'next';
import { AuthFrame } from '@/components/page/auth-frame';
import { SignUp } from '@/lib/clerk/browser';

export const metadata: Metadata = { title: 'Sign up' };

export default function SignUpPage() {
  return (
    <AuthFrame>
      <SignUp />
    </AuthFrame>
  );
}
