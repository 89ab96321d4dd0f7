import { defineConfig, type UserConfig } from 'tsdown';
import { nodeLibrary } from '../../tsdown.preset.js';

const config: UserConfig = defineConfig({ ...nodeLibrary, entry: { main: 'src/main.ts' } });
export default config;
