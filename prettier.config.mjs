/** @type {import('prettier').Config} */
const config = { printWidth: 120, singleQuote: true };

export default config;
