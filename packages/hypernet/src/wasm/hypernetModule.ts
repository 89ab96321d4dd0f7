import { type SideModule, sideModule } from '@rnp/backend';
import { generateKernel, registerGenerateGradient } from './generateKernel.js';
import { moduleBase64 } from './module.generated.js';
import type { HypernetExports } from './moduleExports.js';
import { trunkKernels } from './trunkKernels.js';

/** This package's WASM kernels. `ensure()` tells whether they can be used, and readies them the first time. */
export const hypernetModule: SideModule = sideModule<HypernetExports>({
  name: '@rnp/hypernet',
  base64: moduleBase64,
  kernels: (wasm, host) => {
    registerGenerateGradient();
    return [...trunkKernels(wasm, host), generateKernel(wasm, host)];
  },
});
