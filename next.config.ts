import type { NextConfig } from 'next';

const config: NextConfig = {
  reactCompiler: true,
  typedRoutes: true,
  experimental: { globalNotFound: true }, // there are two root layouts, and neither is that of an unknown address
  poweredByHeader: false,
  productionBrowserSourceMaps: process.env.SOURCE_MAPS === '1',
  turbopack: { root: import.meta.dirname },
};

export default config;
