import { defineConfig, type UserConfig } from 'tsdown';

// One build for both entries, so that they share one ModelError.
const config: UserConfig = defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts' },
  format: 'esm',
  dts: true,
  platform: 'neutral',
  deps: { neverBundle: [/^node:/] },
  fixedExtension: true,
  // Model has a [Symbol.dispose]; a program compiled for an older library may not know the symbol.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
});
export default config;
