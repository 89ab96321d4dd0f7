import { defineConfig, type UserConfig } from 'tsdown';
import { modules } from '../../tsdown.preset.js';

// An entry a model, so that a bundle holds only those that it loads. All stand beside each other in dist/, from where
// `new URL('../trained/…', import.meta.url)` finds the files.
const config: UserConfig = modules({
  index: 'src/index.ts',
  mnist: 'src/mnist.ts',
  fashionMnist: 'src/fashionMnist.ts',
  omniglot: 'src/omniglot.ts',
  eth80: 'src/eth80.ts',
});
export default defineConfig(config) as UserConfig;
