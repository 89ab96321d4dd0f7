import { defineConfig, type UserConfig } from 'tsdown';
import { library } from '../../tsdown.preset.js';

// An entry a model, so that a bundle holds only those that it loads. All stand beside each other in dist/, from where
// `new URL('../trained/…', import.meta.url)` finds the files.
const config: UserConfig = defineConfig({
  ...library,
  entry: ['src/index.ts', 'src/mnist.ts', 'src/fashionMnist.ts', 'src/omniglot.ts', 'src/eth80.ts'],
});
export default config;
