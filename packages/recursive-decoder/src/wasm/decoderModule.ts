import { type SideModule, sideModule } from '@rnp/backend';
import { composeTreeKernels, registerComposeTreeGradient } from './composeTreeKernels.js';
import { moduleBase64 } from './module.generated.js';
import type { DecoderExports } from './moduleExports.js';
import { patchesKernels } from './patchesKernels.js';
import { registerRowSquaresGradient, rowSquaresKernels } from './rowSquaresKernels.js';
import { registerUnrollGradient, unrollKernels } from './unrollKernels.js';

/** This package's WASM kernels. `ensure()` tells whether they can be used, and readies them the first time. */
export const decoderModule: SideModule = sideModule<DecoderExports>({
  name: '@rnp/recursive-decoder',
  base64: moduleBase64,
  kernels: (wasm, host) => {
    registerUnrollGradient();
    registerComposeTreeGradient();
    registerRowSquaresGradient();
    return [
      ...unrollKernels(wasm, host),
      ...patchesKernels(wasm, host),
      ...composeTreeKernels(wasm, host),
      ...rowSquaresKernels(wasm, host),
    ];
  },
});
