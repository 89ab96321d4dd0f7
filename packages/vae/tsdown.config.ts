import { defineConfig, type UserConfig } from 'tsdown';

const shared: UserConfig = {
  format: 'esm',
  dts: true,
  platform: 'neutral',
  fixedExtension: true,
};

// One build for all entries, so that they share one DivergenceError. A module a file, as in the other packages: bundlers then
// leave out the files that a program does not use, kernels and TensorFlow.js with them.
const library: UserConfig = {
  ...shared,
  entry: ['src/index.ts', 'src/node/index.ts', 'src/training/index.ts', 'src/workers/index.ts'],
  unbundle: true,
  deps: { neverBundle: [/^node:/] },
  // Model has a [Symbol.dispose]; a program compiled for an older library may not know the symbol.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
};

// What a thread of Node runs, in one file with all that it needs of our packages: every worker reads it anew, and to find and
// read some 200 files takes longer than all the rest of its start.
const worker: UserConfig = {
  ...shared,
  entry: { 'workers/worker': 'src/workers/worker.ts' },
  deps: { neverBundle: [/^node:/, /^@tensorflow\//], alwaysBundle: [/^@rnp\//] },
};

const config: readonly UserConfig[] = [library, worker];
export default defineConfig([...config]) as UserConfig[];
