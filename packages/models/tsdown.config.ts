import { defineConfig, type UserConfig } from 'tsdown';
import { bundled, modules, requiredTensorFlow } from '../../tsdown.preset.js';

// An entry a model, so that a bundle holds only those that it loads. All stand beside each other in dist/, from where
// `new URL('../trained/…', import.meta.url)` finds the files.
const entries = {
  index: 'src/index.ts',
  mnist: 'src/mnist.ts',
  fashionMnist: 'src/fashionMnist.ts',
  omniglot: 'src/omniglot.ts',
  eth80: 'src/eth80.ts',
};

/** The bundled files lie a folder deeper. */
const deeper = {
  name: 'deeper',
  renderChunk: (code: string): string => {
    const moved = code.replaceAll('"../trained/', '"../../trained/');
    if (moved.split('trained/').length !== moved.split('"../../trained/').length) {
      throw new Error('a path to a trained model is written in another way: mend tsdown.config.ts');
    }
    return moved;
  },
};

export default defineConfig([
  modules(entries),
  { ...bundled(entries), plugins: [requiredTensorFlow(), deeper] },
]) as UserConfig[];
