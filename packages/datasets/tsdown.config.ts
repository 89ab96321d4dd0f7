import { defineConfig, type UserConfig } from 'tsdown';

// One build for the three entries, so that they share one RnpError.
const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/digits/index.ts', 'src/node/index.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  // A module a file: a bundler leaves out those that a program does not use.
  unbundle: true,
  deps: { neverBundle: [/^node:/] },
  fixedExtension: true,
});
export default config;
