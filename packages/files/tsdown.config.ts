import { defineConfig, type UserConfig } from 'tsdown';

// A module a file, so that bundlers leave out what is not used.
const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/node/index.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  unbundle: true,
  deps: { neverBundle: [/^node:/] },
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
});
export default config;
