export { affine, affineGrad } from './affine';
export { gradient, gradientBytes } from './gradient';
export { sample, sampleBytes } from './sample';
