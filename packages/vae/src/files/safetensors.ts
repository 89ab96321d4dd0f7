import { ModelError } from '../errors.js';
import { floatsOfHalves, halvesOfFloats } from './float16.js';
import { kindOf, requireRecord } from './requireRecord.js';
import {
  lengthBytes,
  metadataName,
  readHeader,
  type SafetensorsEntry,
  type SafetensorsType,
} from './safetensorsHeader.js';

/** A tensor as plain data, row-major. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Notes of the writer; without a prototype. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** How exactly numbers are stored: all 32 bits of them, or half, of which three to four digits remain. */
export type Precision = 'float32' | 'float16';

const precisions: readonly Precision[] = ['float32', 'float16'];

/**
 * Tensors → a safetensors file (Hugging Face's format, readable from Python, Rust and others): F32 (or, if asked for,
 * F16) and I32, little-endian, in the order of their names. The same input always gives the same bytes.
 *
 * @throws ModelError RNP_WEIGHTS when a shape does not fit its data, or a number is too large for float16
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor> | Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
  precision: Precision = 'float32',
): Uint8Array {
  const map = tensors instanceof Map;
  if (!map) requireRecord('tensors', tensors, 'RNP_WEIGHTS');
  requireNotes(metadata);
  if (!precisions.includes(precision)) {
    throw new ModelError('RNP_CONFIG', `must be one of ${precisions.join(', ')}`, 'precision');
  }
  const named = [...(map ? tensors : Object.entries(tensors))] as [string, StoredTensor][];
  const stored = named.map(([name, tensor]) => {
    checkTensor(name, tensor);
    const { shape, data } = tensor;
    return { name, shape, ...storedBytes(name, data, precision) };
  });
  return assembled(stored, metadata);
}

/**
 * The same file with other notes; tensors keep their bytes and their precision.
 *
 * @param path named in errors
 * @throws ModelError RNP_WEIGHTS when the file is damaged
 */
export function withMetadata(
  bytes: Uint8Array,
  metadata: Readonly<Record<string, string>>,
  path?: string,
): Uint8Array {
  const stored = readHeader(bytes, path).entries.map(({ name, type, shape, begin, end }) => ({
    name,
    shape,
    dtype: type,
    bytes: bytes.subarray(begin, end),
  }));
  return assembled(stored, metadata);
}

/** A tensor as its file has it. */
interface TensorBytes {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: SafetensorsType;
  readonly bytes: Uint8Array;
}

/** Tensors and notes → the file, both in the order of their names. */
function assembled(tensors: readonly TensorBytes[], metadata: Readonly<Record<string, string>>): Uint8Array {
  const stored = [...tensors].sort((a, b) => byName([a.name, a], [b.name, b]));
  const fields: string[] = [];
  const notes = Object.entries(metadata).sort(byName);
  if (notes.length > 0)
    fields.push(field(metadataName, `{${notes.map(([n, text]) => field(n, quote(text))).join()}}`));
  let size = 0;
  for (const { name, shape, dtype, bytes } of stored) {
    fields.push(field(name, quote({ dtype, shape, data_offsets: [size, size + bytes.length] })));
    size += bytes.length;
  }
  // Put together by hand: an object would sort names such as '10' to the front and swallow '__proto__'.
  const header = new TextEncoder().encode(`{${fields.join()}}`);
  const padded = Math.ceil(header.length / 8) * 8;
  const file = new Uint8Array(lengthBytes + padded + size).fill(0x20, lengthBytes, lengthBytes + padded);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(header, lengthBytes);
  let at = lengthBytes + padded;
  for (const { bytes } of stored) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function storedBytes(
  name: string,
  data: Float32Array | Int32Array,
  precision: Precision,
): { readonly dtype: SafetensorsType; readonly bytes: Uint8Array } {
  if (data instanceof Float32Array && precision === 'float16') {
    const large = data.findIndex((value) => Number.isFinite(value) && Math.abs(value) >= 65520);
    if (large !== -1) {
      throw new ModelError(
        'RNP_WEIGHTS',
        `entry ${large} is ${data[large]}, too large for float16; store float32`,
        name,
      );
    }
    return { dtype: 'F16', bytes: halvesOfFloats(data) };
  }
  const dtype = data instanceof Int32Array ? 'I32' : 'F32';
  return { dtype, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

/**
 * A safetensors file → its tensors, copied. F16 becomes float32. The file is taken as hostile: whatever the
 * bytes, the result is valid or the error is typed, and memory stays in proportion to the file.
 *
 * @param path named in errors
 * @throws ModelError RNP_WEIGHTS
 */
export function readSafetensors(bytes: Uint8Array, path?: string): Safetensors {
  const { entries, metadata } = readHeader(bytes, path);
  const tensors = new Map(
    entries.map((entry) => [entry.name, { shape: entry.shape, data: dataOf(bytes, entry) }]),
  );
  return { tensors, metadata };
}

function dataOf(bytes: Uint8Array, { type, begin, end }: SafetensorsEntry): Float32Array | Int32Array {
  // A copy, as a view of four-byte numbers could not start at any byte. (`slice` of a Node Buffer copies nothing.)
  const copy = new Uint8Array(bytes.subarray(begin, end));
  if (type === 'F16') return floatsOfHalves(copy);
  return type === 'I32' ? new Int32Array(copy.buffer) : new Float32Array(copy.buffer);
}

function requireNotes(metadata: Readonly<Record<string, string>>): void {
  requireRecord('metadata', metadata, 'RNP_WEIGHTS');
  for (const [name, note] of Object.entries(metadata)) {
    if (typeof note === 'string') continue;
    throw new ModelError('RNP_WEIGHTS', `must be a string, not ${kindOf(note)}`, `metadata.${name}`);
  }
}

/** Arrays of another frame or context are of other classes, so names tell. */
const dataKinds: readonly string[] = ['[object Float32Array]', '[object Int32Array]'];

function checkTensor(name: string, tensor: StoredTensor): void {
  if (typeof name !== 'string') {
    throw new ModelError('RNP_WEIGHTS', `the name of a tensor must be a string, not ${kindOf(name)}`);
  }
  requireRecord(name, tensor, 'RNP_WEIGHTS');
  const { shape, data } = tensor;
  if (!Array.isArray(shape) || !dataKinds.includes(Object.prototype.toString.call(data))) {
    const needs = 'must have a shape, a list, and data, a Float32Array or Int32Array';
    throw new ModelError('RNP_WEIGHTS', needs, name);
  }
  if (name === metadataName) throw new ModelError('RNP_WEIGHTS', `no tensor can be called ${metadataName}`);
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const count = whole ? shape.reduce((product, size) => product * size, 1) : Number.NaN;
  if (count !== data.length) {
    throw new ModelError(
      'RNP_WEIGHTS',
      `shape [${shape.map(String).join(', ')}] does not fit ${data.length} values`,
      name,
    );
  }
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function field(name: string, json: string): string {
  return `${quote(name)}:${json}`;
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}
