import { defineConfig, type UserConfig } from 'vite';
import { assetNames, isSeldomNeeded } from './offline/assetNames.js';
import { keepOffline } from './offline/keepOffline.js';

// Thousands of copies of one licence, which TensorFlow.js has in each module, would be half as much again.
const output = { assetFileNames: assetNames, comments: false };

// Addresses are relative, so that the page works from any folder of a server.
const config: UserConfig = defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [keepOffline(isSeldomNeeded)],
  worker: { format: 'es', rolldownOptions: { output } },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 2500, rolldownOptions: { output } },
});
export default config;
