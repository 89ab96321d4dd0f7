/**
 * bfloat16 to single precision, exactly: it is the upper half of a single.
 *
 * @param bytes little-endian, two bytes a number
 */
export function floatsOfBfloats(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words = new Uint32Array(bytes.byteLength / 2);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint16(2 * i, true) << 16;
  return new Float32Array(words.buffer);
}

/**
 * Single precision to bfloat16, to the nearest and of two equally near to the even one. What is larger than every bfloat16
 * becomes infinite; NaN stays NaN.
 *
 * @returns little-endian, two bytes a number
 */
export function bfloatsOfFloats(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  const words = new Uint32Array(values.slice().buffer);
  words.forEach((word, i) => {
    const nan = (word & 0x7fffffff) > 0x7f800000;
    // A NaN whose upper half is that of infinity would become infinite, so one bit of it is set.
    const rounded = nan ? (word >>> 16) | 0x0040 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
    view.setUint16(2 * i, rounded, true);
  });
  return bytes;
}
