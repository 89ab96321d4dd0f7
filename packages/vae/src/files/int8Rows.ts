import { RnpError } from '@rnp/errors';
import type { Safetensors, StoredTensor, TensorData } from '@rnp/files';

/** Behind the name of a tensor of bytes: that of the scales of its rows. */
const suffix = '_scale';

/** The largest byte; −128 is not used. */
const most = 127;

/** Of a row, each with a scale of four bytes; shorter ones stay what they are, as biases do. */
const shortest = 8;

/**
 * Numbers as a file keeps them in 8 bits: each row, along the last axis, as whole numbers from −127 to 127 and a scale for it, by which they
 * are multiplied when they are read. No number is off by more than half a scale, 1/254 of the largest of its row.
 *
 * @param data finite, in row-major order
 * @returns one entry of a file, or two: `NAME` as I8, and `NAME_scale`, of the shape without the last axis
 */
export function int8Rows(
  name: string,
  shape: readonly number[],
  data: Float32Array,
): readonly (readonly [string, TensorData])[] {
  const length = shape.at(-1) ?? 1;
  if (shape.length < 2 || length < shortest) return [[name, { shape, data }]];
  const bytes = new Int8Array(data.length);
  const scales = new Float32Array(data.length / length);
  for (let row = 0; row < scales.length; row++) {
    let largest = 0;
    for (let i = row * length; i < (row + 1) * length; i++) largest = Math.max(largest, Math.abs(data[i]!));
    scales[row] = largest / most;
    const scale = scales[row]!;
    // Below the smallest number of single precision: a row of zeros.
    if (scale === 0) continue;
    for (let i = row * length; i < (row + 1) * length; i++) {
      bytes[i] = Math.max(-most, Math.min(most, Math.round(data[i]! / scale)));
    }
  }
  return [
    [name, { shape, data: bytes }],
    [name + suffix, { shape: shape.slice(0, -1), data: scales }],
  ];
}

/**
 * A file whose rows of bytes are single precision again, their scales left out; what has no scales stays as it is. It is not trusted.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS for scales that do not fit their tensor
 */
export function floatRows(file: Safetensors, path: string | undefined): Safetensors {
  const tensors = new Map<string, StoredTensor>(file.tensors);
  for (const [name, tensor] of file.tensors) {
    const scales = tensor.dtype === 'I8' ? tensors.get(name + suffix) : undefined;
    if (tensor.dtype !== 'I8' || scales === undefined) continue;
    const { shape, data: bytes } = tensor;
    if (scales.dtype !== 'F32' || shape.length === 0 || scales.shape.join() !== shape.slice(0, -1).join()) {
      const problem = `${name + suffix} is ${scales.dtype} [${scales.shape.join(', ')}]; the scales of ${name} [${shape.join(', ')}] are F32 [${shape.slice(0, -1).join(', ')}]`;
      throw new RnpError('RNP_WEIGHTS', problem, { path });
    }
    const length = shape.at(-1)!;
    const data = new Float32Array(bytes.length);
    for (let i = 0; i < data.length; i++) data[i] = bytes[i]! * scales.data[Math.floor(i / length)]!;
    tensors.set(name, { dtype: 'F32', shape, data });
    tensors.delete(name + suffix);
  }
  return { ...file, tensors };
}
