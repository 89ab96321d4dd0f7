// Kernels over the memory that workers share in training. Every pointer is a byte offset into it, 16-byte aligned;
// values are float32. No static data and no allocation here: whoever makes the memory lays it out.

export { adam } from './optimiser/adam';
export { sumParts } from './optimiser/sumParts';
