import type { StorybookConfig } from '@storybook/nextjs-vite';
import { inPlaceOf } from './in-place-of';

/** Nothing is sent or asked for anywhere: no telemetry, no news of new versions. */
const config: StorybookConfig = {
  framework: '@storybook/nextjs-vite',
  stories: ['../stories/**/*.stories.tsx'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, disableProjectJson: true },
  typescript: { reactDocgen: false },
  features: { sidebarOnboardingChecklist: false },
  viteFinal: (vite) => ({
    ...vite,
    plugins: [
      ...(vite.plugins ?? []),
      // "use client" is for the server, of which there is none here
      { name: 'quiet', onLog: (_level, { code }) => (code === 'MODULE_LEVEL_DIRECTIVE' ? false : null) },
      inPlaceOf({
        // fields of every kind, beside the app's own
        'lib/profile/fields.ts': 'stories/support/fields.ts',
        'lib/profile/sections.ts': 'stories/support/sections.ts',
        // what the server reads
        'lib/profile/verbs/people/get-person.ts': 'stories/support/people.ts',
      }),
    ],
  }),
};

export default config;
