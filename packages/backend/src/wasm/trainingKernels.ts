import { moduleBase64 } from './module.generated.js';
import { type SideModule, sideModule } from './sideModule.js';

/** The kernels that the stock WASM backend lacks, or has too slow to train with. */
export const trainingKernels: SideModule = sideModule<object>({
  name: '@rnp/backend',
  base64: moduleBase64,
  kernels: () => [],
});
