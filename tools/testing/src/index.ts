export { expectClose, expectGradientClose, type GoldenTensor, tensorOf } from './golden.js';
export { type GradientCheckOptions, gradientCheck } from './gradientCheck.js';
export { leakedTensors } from './leaks.js';
export { messageFault } from './messageFault.js';
export {
  type Call,
  expectOwnErrors,
  exportedFunctions,
  type Misuse,
  misuse,
} from './misuse.js';
export { distance, normals, weigh } from './tensors.js';
