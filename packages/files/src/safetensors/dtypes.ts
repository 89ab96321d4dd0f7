/** The array that holds the numbers of each type. Half precision is held in single precision, BOOL as bytes 0 and 1. */
export interface SafetensorsData {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly F16: Float32Array;
  readonly BF16: Float32Array;
  readonly I64: BigInt64Array;
  readonly I32: Int32Array;
  readonly I16: Int16Array;
  readonly I8: Int8Array;
  readonly U64: BigUint64Array;
  readonly U32: Uint32Array;
  readonly U16: Uint16Array;
  readonly U8: Uint8Array;
  readonly BOOL: Uint8Array;
}

/** A number type of the format, as it is written in a file. */
export type SafetensorsDtype = keyof SafetensorsData;

/** Bytes that an entry takes in a file; types in the order in which the reference implementation writes them, wide ones first. */
export const entryBytes: Readonly<Record<SafetensorsDtype, number>> = Object.freeze({
  U64: 8,
  I64: 8,
  F64: 8,
  F32: 4,
  U32: 4,
  I32: 4,
  BF16: 2,
  F16: 2,
  U16: 2,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
});

/** All types that are read and written, wide ones first. */
export const safetensorsDtypes: readonly SafetensorsDtype[] = /* @__PURE__ */ Object.freeze(
  Object.keys(entryBytes) as SafetensorsDtype[],
);

/** The type of an array's numbers where none is named, by the name of its class: arrays of another frame are of other classes. */
export const dtypeOfArray: Readonly<Record<string, SafetensorsDtype>> = Object.freeze({
  Float64Array: 'F64',
  Float32Array: 'F32',
  BigInt64Array: 'I64',
  Int32Array: 'I32',
  Int16Array: 'I16',
  Int8Array: 'I8',
  BigUint64Array: 'U64',
  Uint32Array: 'U32',
  Uint16Array: 'U16',
  Uint8Array: 'U8',
  Uint8ClampedArray: 'U8',
});

/** The types that are not the one of their array. */
const heldAs: Readonly<Partial<Record<SafetensorsDtype, SafetensorsDtype>>> = Object.freeze({
  F16: 'F32',
  BF16: 'F32',
  BOOL: 'U8',
});

/** The type whose array holds the numbers of `dtype`: F32 for F16. */
export function heldDtype(dtype: SafetensorsDtype): SafetensorsDtype {
  return heldAs[dtype] ?? dtype;
}
