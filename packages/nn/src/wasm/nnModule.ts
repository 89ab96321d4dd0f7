import { type SideModule, sideModule } from '@rnp/backend';
import {
  type ActivationExports,
  activationKernels,
  registerActivationGradients,
} from '../activation/wasm.js';
import { type BatchNormExports, batchNormKernels } from '../batchNorm/wasm.js';
import { type LayerNormExports, layerNormKernels, registerLayerNormGradients } from '../layerNorm/wasm.js';
import { type OptimiserExports, optimiserKernels } from '../optimiser/wasm.js';
import { moduleBase64 } from './module.generated.js';

type NnExports = ActivationExports & BatchNormExports & LayerNormExports & OptimiserExports;

/** This package's WASM kernels. `ensure()` tells whether they can be used, and readies them the first time. */
export const nnModule: SideModule = sideModule<NnExports>({
  name: '@rnp/nn',
  base64: moduleBase64,
  kernels: (wasm, host) => {
    registerActivationGradients();
    registerLayerNormGradients();
    return [
      ...activationKernels(wasm, host),
      ...batchNormKernels(wasm, host),
      ...layerNormKernels(wasm, host),
      ...optimiserKernels(wasm, host),
    ];
  },
});
