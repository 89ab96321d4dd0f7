export {
  type DecodeStoppableOptions,
  decodeStoppable,
  type PrepareStoppableOptions,
  prepareStoppable,
} from './decodeStoppable.js';
export { type ReadFileOptions, readFileBounded } from './readFileBounded.js';
export {
  type ReadImageOptions,
  type ReadPreparedImageOptions,
  readImage,
  readPreparedImage,
} from './readImage.js';
