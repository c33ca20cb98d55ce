import { defineConfig } from 'vite';

export default defineConfig({
  // No inline script: a strict Content-Security-Policy may forbid them.
  build: { modulePreload: { polyfill: false } },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
});
