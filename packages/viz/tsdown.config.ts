import { defineConfig, type UserConfig } from 'tsdown';

// One build for both entries, so that they share one RnpError.
const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  // A module a file: a bundler leaves out those that a program does not use.
  unbundle: true,
  deps: { neverBundle: [/^node:/] },
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
});
export default config;
