export { filterGradient, inputGradient } from './convolution';
export { gather } from './gather';
export { gemm, gemmScratch } from './gemm';
export { clear, col2imRows, im2colRows } from './im2col';
export { isThin, matMul } from './matMul';
export { segmentSum, sumAxis } from './sums';
