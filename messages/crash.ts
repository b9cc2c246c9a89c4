import type { Locale } from '@/lib/texts/locales';

/** What is said where not even the layout could be shown: it is part of every page’s script, since nothing else is there. */
export const crash: Record<Locale, Record<'title' | 'text' | 'site.tryAgain' | 'site.goToProfile', string>> = {
  en: {
    title: 'The app could not be shown',
    text: 'Something failed on our side. What you saved before is safe.',
    'site.tryAgain': 'Try again',
    'site.goToProfile': 'Go to your profile',
  },
  de: {
    title: 'Die App konnte nicht angezeigt werden',
    text: 'Bei uns ist etwas fehlgeschlagen. Was du vorher gespeichert hast, ist sicher.',
    'site.tryAgain': 'Noch einmal versuchen',
    'site.goToProfile': 'Zu deinem Profil',
  },
  ar: {
    title: 'تعذّر عرض التطبيق',
    text: 'حدث خطأ من جانبنا. ما حفظته من قبل في أمان.',
    'site.tryAgain': 'حاول مرة أخرى',
    'site.goToProfile': 'إلى ملفك الشخصي',
  },
};
