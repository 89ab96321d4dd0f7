import { defineConfig, type UserConfig } from 'tsdown';
import { library } from '../../tsdown.preset.js';

const config: UserConfig[] = library({
  index: 'src/index.ts',
  checks: 'src/checks.ts',
  kernels: 'src/kernels.ts',
});
export default defineConfig(config) as UserConfig[];
