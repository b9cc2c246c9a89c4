import { redirect } from 'next/navigation';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';

export default function RootPage() {
  redirect(PROFILE_PATH);
}
