import { defineConfig, type UserConfig } from 'tsdown';

// One build for both entries, so that they share one VizError.
const config: UserConfig = defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts' },
  format: 'esm',
  dts: true,
  platform: 'neutral',
  deps: { neverBundle: [/^node:/] },
  // .mjs, as package.json says, which tsdown picks by itself for Node only.
  fixedExtension: true,
});
export default config;
