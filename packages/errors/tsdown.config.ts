import { defineConfig, type UserConfig } from 'tsdown';

const config: UserConfig = defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  // A module a file: a bundler leaves out those that a program does not use.
  unbundle: true,
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
});
export default config;
