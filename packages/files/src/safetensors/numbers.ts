import { RnpError } from '@rnp/errors';
import { bfloatsOfFloats, floatsOfBfloats } from './bfloat16.js';
import {
  dtypeOfArray,
  entryBytes,
  heldDtype,
  type SafetensorsData,
  type SafetensorsDtype,
  safetensorsDtypes,
} from './dtypes.js';
import { floatsOfHalves, halvesOfFloats } from './float16.js';

/** Any array that holds numbers of a tensor. */
type Numbers = SafetensorsData[SafetensorsDtype];

/**
 * Bytes of a file → numbers. What is wider than a byte and needs no conversion is a view of the same memory.
 *
 * @param bytes little-endian, a whole buffer of their own
 */
export function numbersOf(bytes: Uint8Array<ArrayBuffer>, dtype: SafetensorsDtype): Numbers {
  switch (dtype) {
    case 'F16':
      return floatsOfHalves(bytes);
    case 'BF16':
      return floatsOfBfloats(bytes);
    case 'F64':
      return new Float64Array(bytes.buffer);
    case 'F32':
      return new Float32Array(bytes.buffer);
    case 'I64':
      return new BigInt64Array(bytes.buffer);
    case 'I32':
      return new Int32Array(bytes.buffer);
    case 'I16':
      return new Int16Array(bytes.buffer);
    case 'I8':
      return new Int8Array(bytes.buffer);
    case 'U64':
      return new BigUint64Array(bytes.buffer);
    case 'U32':
      return new Uint32Array(bytes.buffer);
    case 'U16':
      return new Uint16Array(bytes.buffer);
    default:
      return bytes;
  }
}

/**
 * Numbers → the bytes of a file; a view of the same memory where nothing has to be converted.
 *
 * @param name of the tensor, for errors
 * @param dtype default: that of the array
 * @throws RnpError RNP_WEIGHTS
 */
export function storedBytes(
  name: string,
  data: Numbers | Uint8ClampedArray,
  dtype?: SafetensorsDtype,
): { readonly dtype: SafetensorsDtype; readonly bytes: Uint8Array } {
  const refuse = (problem: string): RnpError => new RnpError('RNP_WEIGHTS', problem, { path: name });
  const array = Object.prototype.toString.call(data).slice('[object '.length, -1);
  const own = Object.hasOwn(dtypeOfArray, array) ? dtypeOfArray[array]! : undefined;
  if (own === undefined) throw refuse(`a ${array} is no array of numbers that the format knows`);
  const type = dtype === undefined ? own : dtype;
  if (!Object.hasOwn(entryBytes, type)) {
    throw refuse(`dtype must be one of ${safetensorsDtypes.join(', ')}, not ${JSON.stringify(dtype)}`);
  }
  if (heldDtype(type) !== own) {
    const needs = Object.keys(dtypeOfArray).find((name) => dtypeOfArray[name] === heldDtype(type));
    throw refuse(`${type} is made of a ${needs}, not of a ${array}`);
  }
  const bytes =
    type === 'F16' || type === 'BF16' ? rounded(data as Float32Array, type, refuse) : bytesOf(data);
  const bad = type === 'BOOL' ? bytes.findIndex((value) => value > 1) : -1;
  if (bad !== -1) throw refuse(`entry ${bad} is ${bytes[bad]}; BOOL is 0 or 1`);
  return { dtype: type, bytes };
}

function rounded(
  data: Float32Array,
  type: 'F16' | 'BF16',
  refuse: (problem: string) => RnpError,
): Uint8Array<ArrayBuffer> {
  const bytes = type === 'F16' ? halvesOfFloats(data) : bfloatsOfFloats(data);
  const back = type === 'F16' ? floatsOfHalves(bytes) : floatsOfBfloats(bytes);
  const large = data.findIndex((value, i) => Number.isFinite(value) && !Number.isFinite(back[i]));
  if (large !== -1) throw refuse(`entry ${large} is ${data[large]}, too large for ${type}; store F32`);
  return bytes;
}

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
