// WASM kernels of @rnp/vae. Every pointer is a byte offset into the TensorFlow.js WASM backend's memory;
// tensors are float32. No static data and no allocation here: the memory is not ours.

export { adam, sumOfSquares } from './adam';
export { batchMoments, batchNorm, joinMoments, runningAverages } from './batchNorm';
export { batchNormGradX, batchNormSums } from './batchNormGradient';
