// WASM kernels of @rnp/recursive-decoder. Every pointer is a byte offset into the TensorFlow.js WASM backend's memory;
// tensors are float32, row-major. No static data and no allocation here: the memory is not ours.

export { savedSize, unroll } from './unroll';
export { scratchSize, unrollGrad } from './unrollGrad';
