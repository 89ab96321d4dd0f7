import { defineConfig, type UserConfig } from 'tsdown';

// One build for the three entries, so that they share one DatasetError.
const config: UserConfig = defineConfig({
  entry: { index: 'src/index.ts', digits: 'src/digits/index.ts', node: 'src/node/index.ts' },
  format: 'esm',
  dts: true,
  platform: 'neutral',
  deps: { neverBundle: [/^node:/] },
  fixedExtension: true,
});
export default config;
