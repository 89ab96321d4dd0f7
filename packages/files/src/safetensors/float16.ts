/**
 * IEEE 754 half precision to single precision, exactly; subnormal numbers, infinities and NaN included.
 *
 * @param bytes little-endian, two bytes a number
 */
export function floatsOfHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength / 2);
  for (let i = 0; i < values.length; i++) values[i] = floatOfHalf(view.getUint16(2 * i, true));
  return values;
}

function floatOfHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Single precision to half precision, to the nearest and of two equally near to the even one. What is too large for
 * half precision (from 65520 on) becomes infinite.
 *
 * @returns little-endian, two bytes a number
 */
export function halvesOfFloats(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  const words = new Uint32Array(values.slice().buffer);
  words.forEach((word, i) => {
    view.setUint16(2 * i, halfOfWord(word), true);
  });
  return bytes;
}

/** @param word the bits of a single */
function halfOfWord(word: number): number {
  const sign = (word >>> 16) & 0x8000;
  const magnitude = word & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  // From 2^-14 on: the exponent's bias falls from 127 to 15, and a carry out of the fraction raises the exponent.
  if (magnitude >= 0x38800000) return sign | roundedShift(magnitude - (112 << 23), 13);
  // Below 2^-25, half of the smallest half, all is 0.
  const exponent = magnitude >>> 23;
  if (exponent < 102) return sign;
  return sign | roundedShift((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
}

/** bits / 2^by, to the nearest, ties to even. */
function roundedShift(bits: number, by: number): number {
  const kept = bits >>> by;
  const rest = bits & ((1 << by) - 1);
  const half = 1 << (by - 1);
  return kept + Number(rest > half || (rest === half && (kept & 1) === 1));
}
