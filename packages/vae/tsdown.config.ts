import { defineConfig, type UserConfig } from 'tsdown';
import { bundled, modules, requiredTensorFlow } from '../../tsdown.preset.js';

const entries = {
  index: 'src/index.ts',
  'node/index': 'src/node/index.ts',
  'training/index': 'src/training/index.ts',
  'workers/index': 'src/workers/index.ts',
};

// Model has a [Symbol.dispose]; a program compiled for an older library may not know the symbol.
const banner = { dts: '/// <reference lib="esnext.disposable" />' };

// What a worker runs, in one file with all that it needs of our packages: every worker reads it anew, and to find and
// read some 200 files takes longer than all the rest of its start.
const worker: UserConfig = {
  ...modules({ 'workers/worker': 'src/workers/worker.ts' }),
  unbundle: false,
  banner,
  deps: { neverBundle: [/^node:/, /^@tensorflow\//], alwaysBundle: [/^@rnp\//] },
};

// The same for a thread of Node.
const thread: UserConfig = {
  ...worker,
  entry: { 'workers/thread': 'src/workers/worker.ts' },
  dts: false,
  plugins: [requiredTensorFlow()],
};

export default defineConfig([
  { ...modules(entries), banner },
  bundled(entries),
  worker,
  thread,
]) as UserConfig[];
