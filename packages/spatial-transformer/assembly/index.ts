export { affine, affineGrad } from './affine';
export { borders, bordersGrad } from './borders';
export { gradient, gradientBytes } from './gradient';
export { sample, sampleBytes } from './sample';
