import { defineConfig, type UserConfig } from 'vite';

// Addresses are relative, so that the page works from any folder of a server.
const config: UserConfig = defineConfig({
  base: './',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  worker: { format: 'es' },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2500 },
});
export default config;
