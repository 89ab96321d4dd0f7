export { type DecodeStoppableOptions, decodeStoppable } from './decodeStoppable.js';
export { type ReadFileOptions, readFileBounded } from './readFileBounded.js';
export { type ReadImageOptions, readImage } from './readImage.js';
