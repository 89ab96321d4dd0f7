import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { duplicateKey } from '../duplicateKey.js';
import { isBytes } from '../isBytes.js';
import { entryBytes, type SafetensorsDtype, safetensorsDtypes } from './dtypes.js';

/** Where a tensor lies, checked. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: SafetensorsDtype;
  readonly shape: readonly number[];
  /** First byte and the one after the last, counted from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: readonly SafetensorsEntry[];
  /** Without a prototype, so that no name means anything else than what the file says. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The name that holds notes instead of a tensor. */
export const metadataName = '__metadata__';

/** Bytes before the header: its length, as a 64-bit number. */
export const lengthBytes = 8;

/** Some hundred bytes a tensor, and a model's config as a note: far more than any model here needs. */
const maxHeaderBytes = 8_000_000;

/** Brackets within brackets; a header has three: itself, a tensor, its shape. */
const maxDepth = 32;

/** Names in a header. */
const maxTensors = 100_000;

/**
 * Reads and checks a whole safetensors header: it fits the file, byte for byte, before any tensor is read. Work and memory are in proportion to the header.
 *
 * @param bytes the file, or its beginning with the whole header
 * @param size of the file
 * @throws RnpError RNP_WEIGHTS; RNP_CONFIG for an invalid path or size
 */
export function readSafetensorsHeader(bytes: Uint8Array, path?: string, size?: number): SafetensorsHeader {
  if (path !== undefined) check.text('path', path);
  if (size !== undefined) check.wholeNumber('size', size, 0);
  if (!isBytes(bytes)) throw refusal(path ?? 'bytes')('must be the bytes of a file, a Uint8Array');
  return headerOf(bytes, path, size ?? bytes.length);
}

function headerOf(bytes: Uint8Array, path: string | undefined, size: number): SafetensorsHeader {
  const start = headerEnd(bytes, path, size);
  if (bytes.length < start) {
    const problem = `the header ends at byte ${start}, but only ${bytes.length} were given; give more of the file's beginning`;
    throw refusal(path)(problem);
  }
  const fields = parseObject(bytes.subarray(lengthBytes, start), path);
  const metadata = metadataOf(fields.get(metadataName), path);
  fields.delete(metadataName);
  const entries = [...fields].map(([name, value]) => entryOf(name, value, start, path));
  checkCoverage(entries, start, size, path);
  return { entries, metadata };
}

/**
 * Where the header ends and the tensors begin, from the first bytes of a file alone.
 *
 * @param bytes at least the first eight of the file, if it has as many
 * @param size of the file
 * @throws RnpError RNP_WEIGHTS when there cannot be such a header
 */
export function headerEnd(bytes: Uint8Array, path: string | undefined, size: number): number {
  const refuse = refusal(path);
  if (size === 0) throw refuse('the file is empty; it was cut off when it was written or copied');
  if (Math.min(size, bytes.length) < lengthBytes)
    throw refuse(`${Math.min(size, bytes.length)} bytes are too few for a safetensors file`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, lengthBytes).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes)) {
    throw refuse(
      'this is no safetensors file: its first eight bytes are not the length of a header. Give a model’s folder, or a file that ends in .safetensors',
    );
  }
  const end = lengthBytes + Number(length);
  if (end > size) {
    throw refuse(`the header needs ${end} bytes, the file has ${size}; it was cut off. Copy it again`);
  }
  return end;
}

/** @returns the object's own fields; `__proto__` is a name like any other here */
function parseObject(bytes: Uint8Array, path: string | undefined): Map<string, unknown> {
  const refuse = refusal(path);
  const { depth, names } = storm(bytes);
  if (depth > maxDepth)
    throw refuse(`the header is no JSON of a safetensors file: it has ${depth} brackets within each other`);
  if (names > maxTensors) throw refuse(`the header names more than ${maxTensors} tensors; this is no model`);
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw refuse('the header is no JSON; this is no safetensors file, or it is damaged', cause);
  }
  if (!text.startsWith('{') || !isObject(value)) throw refuse('the header must be a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) throw refuse(`the header has the name ${show(twice)} twice`);
  return new Map(Object.entries(value));
}

/** How deep the brackets of a JSON text lie in each other, and how many objects lie in the first; in one sweep. */
function storm(bytes: Uint8Array): { readonly depth: number; readonly names: number } {
  let [depth, deepest, names, quoted] = [0, 0, 0, false];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === backslash && quoted) i++;
    else if (byte === quote) quoted = !quoted;
    else if (!quoted && (byte === 0x7b || byte === 0x5b)) {
      deepest = Math.max(deepest, ++depth);
      if (depth === 2) names++;
    } else if (!quoted && (byte === 0x7d || byte === 0x5d)) depth--;
  }
  return { depth: deepest, names };
}

const [quote, backslash] = [0x22, 0x5c];

function metadataOf(value: unknown, path: string | undefined): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = Object.create(null);
  if (value === undefined) return metadata;
  if (!isObject(value)) throw refusal(path)(`${metadataName} must be an object of strings`);
  for (const [name, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw refusal(path)(`${metadataName}: ${show(name)} must be a string`);
    metadata[name] = text;
  }
  return metadata;
}

function entryOf(name: string, value: unknown, start: number, path: string | undefined): SafetensorsEntry {
  const refuse = (problem: string): RnpError => refusal(path)(`tensor ${show(name)}: ${problem}`);
  if (!isObject(value)) throw refuse('must be described by an object');
  const fields = new Map(Object.entries(value));
  const [dtype, shape, offsets] = ['dtype', 'shape', 'data_offsets'].map((field) => fields.get(field));
  if (fields.size !== 3) throw refuse('must have the fields dtype, shape and data_offsets, and no others');
  if (!isDtype(dtype)) {
    throw refuse(`has the type ${show(dtype)}; convert it to one of ${safetensorsDtypes.join(', ')}`);
  }
  if (!isSizes(shape)) throw refuse('shape must be a list of whole numbers from 0');
  if (!isSizes(offsets) || offsets.length !== 2)
    throw refuse('data_offsets must be two whole numbers from 0');
  const [begin, end] = offsets as [number, number];
  if (begin > end) throw refuse(`data_offsets ${begin} to ${end} run backwards`);
  const size = shape.reduce((product, count) => product * count, entryBytes[dtype]);
  // Beyond 2^53 the product is rounded, and could seem to fit.
  if (!Number.isSafeInteger(size)) throw refuse(`shape [${shape.slice(0, 8).join(', ')}] is too large`);
  if (size !== end - begin) {
    throw refuse(`${dtype} [${shape.join(', ')}] takes ${size} bytes, data_offsets give ${end - begin}`);
  }
  return { name, dtype, shape, begin: start + begin, end: start + end };
}

/** Every byte of data belongs to exactly one tensor; one without entries lies between two others, not within. */
function checkCoverage(
  entries: readonly SafetensorsEntry[],
  start: number,
  length: number,
  path: string | undefined,
): void {
  let at = start;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (end > length) {
      const lacking = `tensor ${show(name)} ends at byte ${end}, the file has ${length}`;
      throw refusal(path)(`${lacking}; it was cut off. Copy it again`);
    }
    if (begin < at) throw refusal(path)(`tensor ${show(name)} overlaps another one`);
    if (begin > at)
      throw refusal(path)(`${begin - at} bytes before tensor ${show(name)} belong to no tensor`);
    at = end;
  }
  if (at !== length) throw refusal(path)(`the last ${length - at} bytes belong to no tensor`);
}

/** Makes the errors about one file. */
function refusal(path: string | undefined): (problem: string, cause?: unknown) => RnpError {
  return (problem, cause) => new RnpError('RNP_WEIGHTS', problem, { path, cause });
}

/** A name from a file that may be hostile: short, and without control characters that a terminal would obey. */
function show(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(typeof value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function isDtype(value: unknown): value is SafetensorsDtype {
  return typeof value === 'string' && Object.hasOwn(entryBytes, value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
