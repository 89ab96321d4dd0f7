// WASM kernels of @rnp/nn. Every pointer is a byte offset into the TensorFlow.js WASM backend's memory; tensors are
// float32, row-major. No static data and no allocation here: the memory is not ours.

export { biasActivation, biasActivationGradBias, biasActivationGradX, biasActivationScratch } from './activation/biasActivation';
export { batchMoments, batchNorm, joinMoments, runningAverages } from './batchNorm/batchNorm';
export { batchNormGradX, batchNormSums } from './batchNorm/batchNormGradient';
export { layerNorm, layerNormGrad } from './layerNorm/layerNorm';
export { adam, sumOfSquares } from './optimiser/adam';
