import { defineConfig, type UserConfig } from 'tsdown';
import { library } from '../../tsdown.preset.js';

// `decodeThread` is what threads run.
const config: UserConfig[] = library({
  index: 'src/index.ts',
  'node/index': 'src/node/index.ts',
  'node/decodeThread': 'src/node/decodeThread.ts',
});
export default defineConfig(config) as UserConfig[];
