import { defineConfig, type UserConfig } from 'vite';
import { assetNames, isSeldomNeeded } from './offline/assetNames.js';
import { keepOffline } from './offline/keepOffline.js';

const output = { assetFileNames: assetNames };

// Addresses are relative, so that the page works from any folder of a server.
const config: UserConfig = defineConfig({
  base: './',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  plugins: [keepOffline(isSeldomNeeded)],
  worker: { format: 'es', rollupOptions: { output } },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2500, rollupOptions: { output } },
});
export default config;
