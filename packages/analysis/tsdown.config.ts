import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
});
export default config;
