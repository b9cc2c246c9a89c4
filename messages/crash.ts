/** What is said where not even the layout could be shown: it is part of every page’s script. */
export const crash: Record<'en' | 'de' | 'ar', Record<'title' | 'text' | 'tryAgain' | 'goToProfile', string>> = {
  en: {
    title: 'The app could not be shown',
    text: 'Something failed on our side. What you saved before is safe.',
    tryAgain: 'Try again',
    goToProfile: 'Go to your profile',
  },
  de: {
    title: 'Die App konnte nicht angezeigt werden',
    text: 'Bei uns ist etwas fehlgeschlagen. Was du vorher gespeichert hast, ist sicher.',
    tryAgain: 'Noch einmal versuchen',
    goToProfile: 'Zu deinem Profil',
  },
  ar: {
    title: 'تعذّر عرض التطبيق',
    text: 'حدث خطأ من جانبنا. ما حفظته من قبل في أمان.',
    tryAgain: 'حاول مرة أخرى',
    goToProfile: 'إلى ملفك الشخصي',
  },
};
