import type { NextConfig } from 'next';

const config: NextConfig = {
  typedRoutes: true,
  experimental: { globalNotFound: true }, // there are two root layouts, and neither is that of an unknown address
  poweredByHeader: false,
  // for `npm run size` and the budget in the tests
  productionBrowserSourceMaps: process.env.SOURCE_MAPS === '1',
  turbopack: { root: import.meta.dirname },
};

export default config;
