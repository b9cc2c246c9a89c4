import type { NextConfig } from 'next';
import { PHASE_PRODUCTION_BUILD } from 'next/constants';
import { bundleZod } from './scripts/bundle-zod';

export default async function config(phase: string): Promise<NextConfig> {
  return {
    typedRoutes: true,
    experimental: { globalNotFound: true }, // there are two root layouts, and neither is that of an unknown address
    poweredByHeader: false,
    // for `npm run size` and the budget in the tests
    productionBrowserSourceMaps: process.env.SOURCE_MAPS === '1',
    turbopack: {
      root: import.meta.dirname,
      resolveAlias: phase === PHASE_PRODUCTION_BUILD ? { 'zod/mini': { browser: await bundleZod() } } : {},
    },
  };
}
