import type { Decorator, Preview } from '@storybook/nextjs-vite';
import { useLayoutEffect } from 'react';
import { fonts } from '@/app/fonts';
import { Providers } from '@/stories/support/providers';
import { answering } from '@/stories/support/server';
import './preview.css';

/** Sets on the document what a story is to be seen in. */
const inLook: Decorator = (Story, { globals, viewMode }) => {
  const { theme, direction } = globals as { theme: string; direction: string };
  useLayoutEffect(() => {
    const { documentElement: page } = document;
    page.dataset.theme = theme;
    page.dir = direction;
    page.lang = 'en';
    page.classList.add(...fonts.split(' '));
  }, [theme, direction, viewMode]);
  return <Story />;
};

/** The one place where the providers of the app's pages come in. */
const inProviders: Decorator = (Story, { id }) => (
  <Providers key={id}>
    <Story />
  </Providers>
);

const choice = (title: string, icon: 'mirror' | 'transfer', items: string[]) => ({
  toolbar: { title, icon, items, dynamicTitle: true },
});

const preview: Preview = {
  decorators: [inProviders, inLook],
  beforeEach: answering({}), // a story can have other answers
  initialGlobals: { theme: 'light', direction: 'ltr' },
  globalTypes: {
    theme: choice('Theme', 'mirror', ['light', 'dark']),
    direction: choice('Direction', 'transfer', ['ltr', 'rtl']),
  },
  parameters: {
    backgrounds: { disabled: true }, // the theme has its own
    nextjs: { appDirectory: true },
    options: { storySort: { method: 'alphabetical' } },
  },
};

export default preview;
