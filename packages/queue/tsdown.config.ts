import { defineConfig, type UserConfig } from 'tsdown';
import { nodeLibrary } from '../../tsdown.preset.js';

const config: UserConfig = defineConfig({ ...nodeLibrary, entry: ['src/index.ts'] });
export default config;
