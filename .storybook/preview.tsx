import type { Decorator, Preview } from '@storybook/nextjs-vite';
import { useLayoutEffect } from 'react';
import { fonts } from '@/app/fonts';
import { DEFAULT_LOCALE, directionOf, locales, type Locale } from '@/lib/texts/locales';
import { Providers } from '@/stories/support/providers';
import { answering } from '@/stories/support/server';
import './preview.css';

/** Sets on the document what a story is to be seen in. */
const Look: Decorator = (Story, { globals, viewMode }) => {
  const { theme, direction, language } = globals as { theme: string; direction: string; language: Locale };
  useLayoutEffect(() => {
    const { documentElement: page } = document;
    page.dataset.theme = theme;
    page.dir = direction === 'rtl' ? direction : directionOf(language);
    page.lang = language;
    page.classList.add(...fonts.split(' '));
  }, [theme, direction, language, viewMode]);
  return <Story />;
};

/** The one place where the providers of the app's pages come in. */
const inProviders: Decorator = (Story, { id, globals }) => (
  <Providers key={id} locale={globals.language as Locale}>
    <Story />
  </Providers>
);

const choice = (title: string, icon: 'mirror' | 'transfer' | 'globe', items: readonly string[]) => ({
  toolbar: { title, icon, items: [...items], dynamicTitle: true },
});

const preview: Preview = {
  decorators: [inProviders, Look],
  beforeEach: answering({}), // a story can have other answers
  initialGlobals: { theme: 'light', direction: 'ltr', language: DEFAULT_LOCALE },
  globalTypes: {
    theme: choice('Theme', 'mirror', ['light', 'dark']),
    direction: choice('Direction', 'transfer', ['ltr', 'rtl']),
    language: choice('Language', 'globe', locales),
  },
  parameters: {
    backgrounds: { disabled: true }, // the theme has its own
    nextjs: { appDirectory: true },
    options: { storySort: { method: 'alphabetical' } },
  },
};

export default preview;
