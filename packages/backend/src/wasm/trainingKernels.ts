import * as tf from '@tensorflow/tfjs-core';
import { sliceKernels, tileKernel } from './blocks.js';
import { convolutionKernel, filterGradientKernel, inputGradientKernel } from './convolution.js';
import { elementaryKernels } from './elementary.js';
import { emptyReductionKernels, fusedMatMulKernel } from './empty.js';
import { gatherKernel } from './gather.js';
import { longRowKernels } from './longRows.js';
import { matMulKernel } from './matMul.js';
import { type ModuleExports, moduleBase64 } from './module.generated.js';
import { castKernel, identityKernel } from './sharing.js';
import { type SideModule, sideModule } from './sideModule.js';
import { segmentSumKernel, sumKernel } from './sums.js';

/** The kernels that the stock WASM backend lacks, or has too slow to train with. */
export const trainingKernels: SideModule<ModuleExports> = sideModule<ModuleExports>({
  name: '@rnp/backend',
  base64: moduleBase64,
  kernels: (wasm, host) => [
    matMulKernel(wasm, host),
    convolutionKernel(wasm, host),
    filterGradientKernel(wasm, host),
    inputGradientKernel(wasm, host),
    sumKernel(tf.Sum, wasm, host),
    sumKernel(tf.Mean, wasm, host),
    ...emptyReductionKernels(host),
    fusedMatMulKernel(host),
    ...longRowKernels(wasm, host),
    gatherKernel(wasm, host),
    segmentSumKernel(wasm, host),
    tileKernel(wasm, host),
    ...sliceKernels(wasm, host),
    ...elementaryKernels(wasm, host),
    identityKernel(),
    castKernel(host),
  ],
});
