export { isBytes } from './isBytes.js';
export { parseJson } from './parseJson.js';
export { type SafetensorsData, type SafetensorsDtype, safetensorsDtypes } from './safetensors/dtypes.js';
export {
  readSafetensorsHeader,
  type SafetensorsEntry,
  type SafetensorsHeader,
} from './safetensors/header.js';
export {
  readSafetensors,
  type Safetensors,
  type StoredTensor,
  type TensorData,
  withSafetensorsMetadata,
  writeSafetensors,
} from './safetensors/safetensors.js';
