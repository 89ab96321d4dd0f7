// WASM kernels of @rnp/recursive-decoder. Every pointer is a byte offset into the TensorFlow.js WASM backend's memory;
// tensors are float32, row-major. No static data and no allocation here: the memory is not ours.

export { composeTree, composeTreeGrad, composeTreeScratch } from './composeTree';
export { addInto, clear, squaredDifferences } from './energy';
export { patches } from './patches';
export { patchesGrad, patchesScratch } from './patchesGrad';
export { rowSquares, rowSquaresGrad } from './rowSquares';
export { unrollSaved, unroll } from './unroll';
export { unrollScratch, unrollGrad } from './unrollGrad';
