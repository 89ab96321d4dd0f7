/**
 * IEEE 754 half precision to single precision, exactly; subnormal numbers, infinities and NaN included.
 *
 * @param bytes little-endian, two bytes a number
 */
export function floatsOfHalves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(bytes.byteLength / 2);
  for (let i = 0; i < words.length; i++) words[i] = wordOfHalf(view.getUint16(2 * i, true));
  return new Float32Array(words.buffer);
}

/** @returns the bits of a single */
function wordOfHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const magnitude = half & 0x7fff;
  if (magnitude >= 0x7c00) return sign | 0x7f800000 | ((magnitude & 0x3ff) << 13);
  // From 2^-14 on: the exponent's bias rises from 15 to 127.
  if (magnitude >= 0x400) return sign | ((magnitude << 13) + (112 << 23));
  if (magnitude === 0) return sign;
  // Of the subnormal ones, multiples of 2^-24, the first digit becomes the hidden one.
  const first = 31 - Math.clz32(magnitude);
  return sign | ((first + 103) << 23) | ((magnitude << (23 - first)) & 0x7fffff);
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
