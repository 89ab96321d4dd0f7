export { decodeImage } from './decodeImage.js';
export type { Background, DecodeOptions } from './decodeOptions.js';
export { type FitImageOptions, type FittedImage, fitImage, type ImageFit } from './fit/fitImage.js';
export { type FitInkOptions, type FittedInk, fitInk } from './fit/fitInk.js';
export { onPaper } from './fit/onPaper.js';
export { decodeJpeg } from './jpeg/decodeJpeg.js';
export { layOnBackground, type TransparentPixels } from './layOnBackground.js';
export { defaultImageLimits, type ImageLimits } from './limits.js';
export { luma, withChannels } from './luma.js';
export { decodeMask, encodeMask, type MaskRle } from './mask/maskRle.js';
export { type InkPage, type InkPageOptions, inkPage, scaledInk } from './page/inkPage.js';
export { crc32 } from './png/checksums.js';
export { decodePng } from './png/decodePng.js';
export { derivePreprocessing } from './preprocessing/derivePreprocessing.js';
export { lightBorder } from './preprocessing/lightBorder.js';
export { type PreparedPicture, type PrepareOptions, prepareImage } from './preprocessing/prepareImage.js';
export { type PreparedImage, preprocess, requireVisible } from './preprocessing/preprocess.js';
export {
  defaultPreprocessing,
  type Preprocessing,
  readPreprocessing,
} from './preprocessing/preprocessing.js';
export { preprocessingWords, type Words } from './preprocessing/preprocessingWords.js';
export { checkRaster, clip, createRaster, type Picture, type Raster, unitFloats } from './raster.js';
export { resize } from './resize.js';
