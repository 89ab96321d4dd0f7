import { defineConfig, type UserConfig } from 'tsdown';

// An entry a model, so that a bundle holds only those that it loads. All stand beside each other in dist/, from where
// `new URL('../trained/…', import.meta.url)` finds the files.
const config: UserConfig = defineConfig({
  entry: ['src/index.ts', 'src/mnist.ts', 'src/fashionMnist.ts', 'src/omniglot.ts', 'src/eth80.ts'],
  format: 'esm',
  dts: true,
  platform: 'neutral',
  // A module a file: a bundler leaves out those that a program does not use.
  unbundle: true,
  fixedExtension: true,
});
export default config;
