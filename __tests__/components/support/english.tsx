import { render as renderPlain, type RenderOptions } from '@testing-library/react';
import type { ReactElement, ReactNode } from 'react';
import { TextsProvider } from '@/components/texts/texts-provider';
import { englishTexts } from '@/__tests__/support/in-english';

/** Everything inside with its texts in English. */
export const English = ({ children }: { children: ReactNode }) => (
  <TextsProvider {...englishTexts}>{children}</TextsProvider>
);

/** Renders something with its texts in English. */
export const render = (shown: ReactElement, options?: RenderOptions) =>
  renderPlain(shown, { wrapper: English, ...options });
