export { anyOf, destinationOf } from './destinationOf.js';
export { drawingFiles, sheetFiles } from './drawingFiles.js';
export { fileName, slug } from './fileName.js';
export { npy } from './npy.js';
export { requirePlace } from './requirePlace.js';
export { type Destination, type Outputs, writeOutputs } from './writeOutputs.js';
