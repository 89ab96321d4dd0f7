import { defineConfig, type UserConfig } from 'tsdown';
import { library } from '../../tsdown.preset.js';

// `decodeThread` is what threads run.
const config: UserConfig = defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/node/index.ts', 'src/node/decodeThread.ts'],
});
export default config;
