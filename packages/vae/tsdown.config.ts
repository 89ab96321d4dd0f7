import { defineConfig, type UserConfig } from 'tsdown';

// One build for all entries, so that they share one DivergenceError; `worker` is what workers run. A module a file, as in the
// other packages: bundlers then leave out the files that a program does not use, kernels and TensorFlow.js with them.
const config: UserConfig = defineConfig({
  entry: [
    'src/index.ts',
    'src/node/index.ts',
    'src/training/index.ts',
    'src/workers/index.ts',
    'src/workers/worker.ts',
  ],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  unbundle: true,
  deps: { neverBundle: [/^node:/] },
  fixedExtension: true,
  // Model has a [Symbol.dispose]; a program compiled for an older library may not know the symbol.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
});
export default config;
