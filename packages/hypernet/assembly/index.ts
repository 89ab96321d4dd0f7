// WASM kernels of @rnp/hypernet. Every pointer is a byte offset into the TensorFlow.js WASM backend's memory;
// tensors are float32, row-major. No static data and no allocation here: the memory is not ours.

export { generate, generateScratch } from './generate';
export { modulate, modulateGrad } from './modulate';
export { trunk } from './trunk';
export { trunkGrad, trunkGradScratch } from './trunkGrad';
