import * as tf from '@tensorflow/tfjs-core';
import { sliceKernels, tileKernel } from './blocks.js';
import { col2imKernel, im2colKernel } from './columns.js';
import { convolutionKernel, filterGradientKernel, inputGradientKernel } from './convolution.js';
import { copyOutKernel } from './copyOut.js';
import { elementaryKernels } from './elementary.js';
import type { TrainingExports } from './exports.js';
import { gatherKernel } from './gather.js';
import { matMulKernel } from './matMul.js';
import { moduleBase64 } from './module.generated.js';
import { castKernel, identityKernel } from './sharing.js';
import { type SideModule, sideModule } from './sideModule.js';
import { segmentSumKernel, sumKernel } from './sums.js';

/** The kernels that the stock WASM backend lacks, or has too slow to train with. */
export const trainingKernels: SideModule = sideModule<TrainingExports>({
  name: '@rnp/backend',
  base64: moduleBase64,
  kernels: (wasm, host) => [
    matMulKernel(wasm, host),
    convolutionKernel(wasm, host),
    filterGradientKernel(wasm, host),
    inputGradientKernel(wasm, host),
    sumKernel(tf.Sum, wasm, host),
    sumKernel(tf.Mean, wasm, host),
    gatherKernel(wasm, host),
    segmentSumKernel(wasm, host),
    im2colKernel(wasm, host),
    col2imKernel(wasm, host),
    tileKernel(wasm, host),
    ...sliceKernels(wasm, host),
    ...elementaryKernels(wasm, host),
    identityKernel(),
    castKernel(host),
    copyOutKernel(host),
  ],
});
