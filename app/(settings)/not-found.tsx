export { NoSuchPage as default } from '@/components/page/no-such-page';
