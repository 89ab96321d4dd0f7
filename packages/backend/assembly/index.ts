export { box, repeat } from './blocks';
export { filterGradient, inputGradient } from './convolution';
export { exp, sin, tanh } from './elementary';
export { gather } from './gather';
export { gemm, gemmScratch } from './gemm';
export { clear, col2imRows, im2colRows } from './im2col';
export { isThin, matMul } from './matMul';
export { segmentSum, sumAxis } from './sums';
