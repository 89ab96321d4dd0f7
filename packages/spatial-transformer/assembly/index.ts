export { affine, affineGrad } from './affine';
export { gradImage } from './gradImage';
export { gradMatrix } from './gradMatrix';
export { sample } from './sample';
