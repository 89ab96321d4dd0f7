import { defineConfig, type UserConfig } from 'tsdown';
import { library as preset } from '../../tsdown.preset.js';

const library: UserConfig = {
  ...preset,
  entry: ['src/index.ts', 'src/node/index.ts', 'src/training/index.ts', 'src/workers/index.ts'],
  // Model has a [Symbol.dispose]; a program compiled for an older library may not know the symbol.
  banner: { dts: '/// <reference lib="esnext.disposable" />' },
};

// What a thread of Node runs, in one file with all that it needs of our packages: every worker reads it anew, and to find and
// read some 200 files takes longer than all the rest of its start.
const worker: UserConfig = {
  ...preset,
  unbundle: false,
  entry: { 'workers/worker': 'src/workers/worker.ts' },
  deps: { neverBundle: [/^node:/, /^@tensorflow\//], alwaysBundle: [/^@rnp\//] },
};

const config: readonly UserConfig[] = [library, worker];
export default defineConfig([...config]) as UserConfig[];
