import { defineConfig, type UserConfig } from 'tsdown';

// One build for all entries, so that they share one ModelError; `worker` is what workers run.
const config: UserConfig = defineConfig({
  entry: {
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    workers: 'src/workers/index.ts',
    worker: 'src/workers/worker.ts',
  },
  format: 'esm',
  dts: true,
  platform: 'neutral',
  deps: { neverBundle: [/^node:/] },
  fixedExtension: true,
  // Model has a [Symbol.dispose]; a program compiled for an older library may not know the symbol.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
});
export default config;
