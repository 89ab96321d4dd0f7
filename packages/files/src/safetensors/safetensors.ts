import { meant, RnpError, shown } from '@rnp/errors';
import { requireRecord } from './arguments.js';
import { type SafetensorsData, type SafetensorsDtype, safetensorsDtypes } from './dtypes.js';
import { lengthBytes, metadataName, readSafetensorsHeader, type SafetensorsEntry } from './header.js';
import { numbersOf, storedBytes } from './numbers.js';

/** A tensor of a file: its number type, its shape, and its entries in row-major order. */
export type StoredTensor = {
  readonly [D in SafetensorsDtype]: {
    readonly dtype: D;
    readonly shape: readonly number[];
    readonly data: SafetensorsData[D];
  };
}[SafetensorsDtype];

/** A tensor to be written. */
export interface TensorData {
  readonly shape: readonly number[];
  /** The entries in row-major order, as many as the shape says. */
  readonly data: SafetensorsData[SafetensorsDtype] | Uint8ClampedArray;
  /** Default: that of the array, F32 for a Float32Array. F16 and BF16 are rounded from a Float32Array, BOOL is a Uint8Array of 0 and 1. */
  readonly dtype?: SafetensorsDtype;
}

export interface Safetensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Notes of the writer; without a prototype. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A safetensors file → its tensors, copied. F16 and BF16 become single precision, exactly. The file is not trusted:
 * whatever the bytes, the result is valid or the error is typed, and memory stays in proportion to the file.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS
 */
export function readSafetensors(bytes: Uint8Array, path?: string): Safetensors {
  const { entries, metadata } = readSafetensorsHeader(bytes, path);
  const tensors = new Map(
    entries.map((entry): [string, StoredTensor] => [entry.name, tensorOf(bytes, entry, path)]),
  );
  return { tensors, metadata };
}

function tensorOf(bytes: Uint8Array, entry: SafetensorsEntry, path: string | undefined): StoredTensor {
  const { name, dtype, shape, begin, end } = entry;
  // A copy, as a view of four-byte numbers could not start at any byte. (`slice` of a Node Buffer copies nothing.)
  const data = numbersOf(new Uint8Array(bytes.subarray(begin, end)), dtype);
  const bad = dtype === 'BOOL' ? (data as Uint8Array).findIndex((value) => value > 1) : -1;
  if (bad !== -1) {
    const problem = `tensor ${JSON.stringify(name)}: entry ${bad} is ${data[bad]}, no BOOL; the file is damaged`;
    throw new RnpError('RNP_WEIGHTS', problem, { path });
  }
  return { dtype, shape, data } as StoredTensor;
}

/**
 * Tensors → a safetensors file (Hugging Face's format, readable from Python, Rust and others): the bytes that the reference
 * implementation writes, wide types first, so that each tensor is aligned, and then by name. The same input always gives the
 * same bytes.
 *
 * @param metadata texts by name
 * @throws RnpError RNP_WEIGHTS for an unknown field of a tensor, when a shape does not fit its data, the data not its type, or a number is too large for it
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorData> | Readonly<Record<string, TensorData>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const map = tensors instanceof Map;
  if (!map) requireRecord('tensors', tensors);
  const named = [...(map ? tensors : Object.entries(tensors))] as [string, TensorData][];
  const stored = named.map(([name, tensor]) => {
    checkTensor(name, tensor);
    return { name, shape: tensor.shape, ...storedBytes(name, tensor.data, tensor.dtype) };
  });
  return assembled(stored, metadata);
}

/**
 * The same file with other metadata; tensors keep their bytes and their types.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS when the file is damaged
 */
export function withSafetensorsMetadata(
  bytes: Uint8Array,
  metadata: Readonly<Record<string, string>>,
  path?: string,
): Uint8Array<ArrayBuffer> {
  const stored = readSafetensorsHeader(bytes, path).entries.map(({ name, dtype, shape, begin, end }) => ({
    name,
    shape,
    dtype,
    bytes: bytes.subarray(begin, end),
  }));
  return assembled(stored, metadata);
}

/** A tensor as its file has it. */
interface TensorBytes {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: SafetensorsDtype;
  readonly bytes: Uint8Array;
}

/** Tensors and notes → the file. */
function assembled(
  tensors: readonly TensorBytes[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  requireNotes(metadata);
  const stored = [...tensors].sort((a, b) => rankOf(a) - rankOf(b) || byCodePoint(a.name, b.name));
  const fields: string[] = [];
  const notes = Object.entries(metadata).sort(([a], [b]) => byCodePoint(a, b));
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
  const begin = lengthBytes + padded;
  const file = new Uint8Array(begin + size).fill(0x20, lengthBytes, begin);
  new DataView(file.buffer).setBigUint64(0, BigInt(padded), true);
  file.set(header, lengthBytes);
  let at = begin;
  for (const { bytes } of stored) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function requireNotes(metadata: Readonly<Record<string, string>>): void {
  requireRecord('metadata', metadata);
  for (const [name, note] of Object.entries(metadata)) {
    if (typeof note === 'string') continue;
    throw new RnpError('RNP_WEIGHTS', `must be a string, not ${shown(note)}`, { path: `metadata.${name}` });
  }
}

const tensorFields: readonly string[] = ['shape', 'data', 'dtype'];

function checkTensor(name: string, tensor: TensorData): void {
  if (typeof name !== 'string') {
    throw new RnpError('RNP_WEIGHTS', `the name of a tensor must be a string, not ${shown(name)}`);
  }
  requireRecord(name, tensor);
  if (name === metadataName) throw new RnpError('RNP_WEIGHTS', `no tensor can be called ${metadataName}`);
  const stranger = Object.keys(tensor).find((field) => !tensorFields.includes(field));
  if (stranger !== undefined) {
    const problem = `is no field of a tensor; there are ${tensorFields.join(', ')}${meant(stranger, tensorFields)}`;
    throw new RnpError('RNP_WEIGHTS', problem, { path: `${name}.${stranger}` });
  }
  const { shape, data } = tensor;
  if (!Array.isArray(shape) || !ArrayBuffer.isView(data) || data instanceof DataView) {
    const needs = 'must have a shape, a list, and data, a typed array';
    throw new RnpError('RNP_WEIGHTS', needs, { path: name });
  }
  const whole = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  const count = whole ? shape.reduce((product, size) => product * size, 1) : Number.NaN;
  if (count !== data.length) {
    const problem = `shape [${shape.map(String).join(', ')}] does not fit ${data.length} values`;
    throw new RnpError('RNP_WEIGHTS', problem, { path: name });
  }
}

function rankOf({ dtype }: TensorBytes): number {
  return safetensorsDtypes.indexOf(dtype);
}

/** As bytes of UTF-8 are ordered; JavaScript's own order has characters beyond U+FFFF before those from U+E000 on. */
function byCodePoint(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const [own, other] = [a.charCodeAt(at), b.charCodeAt(at)];
  if (Number.isNaN(own) || Number.isNaN(other)) return a.length - b.length;
  const surrogates = Number(isSurrogate(own)) - Number(isSurrogate(other));
  return surrogates === 0 ? own - other : Math.min(own, other) < 0xd800 ? own - other : surrogates;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

function field(name: string, json: string): string {
  return `${quote(name)}:${json}`;
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}
