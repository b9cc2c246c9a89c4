import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

const launchOptions = {
  executablePath: await findChromium(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

export default defineConfig({
  testDir: '__tests__/e2e',
  testMatch: '**/*.test.ts',
  fullyParallel: false,
  workers: 2,
  // in this order, so that both that have one worker are done before the last
  projects: [
    // most of it waits for processes to start and end, so one worker of it fills what the browser leaves of two cores
    { name: 'processes', testDir: '__tests__/e2e/processes', workers: 1 },
    // one worker, so that each browser is started once
    { name: 'browsers', testDir: '__tests__/e2e/browsers', workers: 1 },
    {
      name: 'stories',
      testDir: '__tests__/e2e/stories',
      fullyParallel: true,
      snapshotPathTemplate: '{testDir}/screenshots/{arg}{ext}',
      timeout: 30_000,
      use: {
        trace: 'off',
        // letters as on every machine, whatever its screen and its settings for fonts are
        launchOptions: {
          ...launchOptions,
          args: [...launchOptions.args, '--font-render-hinting=none', '--force-color-profile=srgb'],
        },
      },
    },
    { name: 'browser', testDir: '__tests__/e2e/browser' },
  ],
  forbidOnly: true,
  retries: 0,
  updateSnapshots: 'none', // but by `npm run storybook:update`
  timeout: 60_000,
  expect: { timeout: 10_000, toHaveScreenshot: { threshold: 0.1, maxDiffPixels: 12 } },
  outputDir: 'test-results',
  reporter: [['list'], ['json', { outputFile: '.perdure/results/playwright.json' }]],
  use: {
    trace: 'retain-on-failure',
    launchOptions,
  },
});
