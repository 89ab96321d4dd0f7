import { defineConfig, type UserConfig } from 'tsdown';
import { library } from '../../tsdown.preset.js';

const config: UserConfig = defineConfig({ ...library, entry: ['src/index.ts', 'src/wasmPaths.ts'] });
export default config;
