import { expect, test } from '@jest/globals';
import { readSafetensors, type TensorData, writeSafetensors } from '@rnp/files';
import fc from 'fast-check';
import { floatRows, int8Rows } from '../../src/files/int8Rows.js';
import { safetensorsIn } from '../../src/files/weightFile.js';

/** What a file of these entries is read back as. */
function readBack(entries: readonly (readonly [string, TensorData])[], path?: string): Float32Array {
  const file = floatRows(readSafetensors(writeSafetensors(new Map(entries))), path);
  expect([...file.tensors.keys()]).toEqual(['kernel']);
  return file.tensors.get('kernel')!.data as Float32Array;
}

test('a row is whole numbers, and a scale by which they are multiplied', () => {
  const row = Float32Array.of(254, -127, 3, 0, 2, 1, -254, 0.9);
  const [kernel, scales] = int8Rows('kernel', [1, 8], row);
  expect(kernel).toEqual(['kernel', { shape: [1, 8], data: Int8Array.of(127, -63, 2, 0, 1, 1, -127, 0) }]);
  expect(scales).toEqual(['kernel_scale', { shape: [1], data: Float32Array.of(2) }]);
  expect([...readBack([kernel!, scales!])]).toEqual([254, -126, 4, 0, 2, 2, -254, 0]);
});

test('no number is off by more than half of its row’s scale', () => {
  const numbers = fc.float({ noNaN: true, min: Math.fround(-1e30), max: Math.fround(1e30) });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 8, max: 12 }),
      fc.array(numbers, { minLength: 48, maxLength: 48 }),
      (rows, length, values) => {
        const data = Float32Array.from(values.slice(0, rows * length));
        const back = readBack(int8Rows('kernel', [rows, length], data));
        for (let row = 0; row < rows; row++) {
          const own = data.subarray(row * length, (row + 1) * length);
          const scale = Math.max(...own.map(Math.abs)) / 127;
          own.forEach((value, i) => {
            // Half of it, and the rounding of the scale itself.
            const allowed = 0.50002 * scale + 2 ** -142;
            expect(Math.abs(back[row * length + i]! - value)).toBeLessThanOrEqual(allowed);
          });
        }
      },
    ),
  );
});

test('zeros stay zeros; biases, scalars and short rows stay what they are', () => {
  expect([...readBack(int8Rows('kernel', [2, 8], new Float32Array(16)))]).toEqual(Array(16).fill(0));
  for (const shape of [[9], [], [5, 7]]) {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
    expect(int8Rows('kernel', shape, data)).toEqual([['kernel', { shape, data }]]);
  }
});

test.each([
  ['of another shape', { shape: [3], data: new Float32Array(3) }],
  ['for each number', { shape: [2, 8], data: new Float32Array(16) }],
  ['that are whole numbers', { shape: [2], data: new Int32Array(2) }],
] as const)('scales %s are refused by name', (_, scales) => {
  const bytes = writeSafetensors({
    kernel: { shape: [2, 8], data: new Int8Array(16) },
    kernel_scale: scales,
  });
  expect(() => floatRows(readSafetensors(bytes), 'a/model.safetensors')).toThrow(
    expect.objectContaining({
      code: 'RNP_WEIGHTS',
      path: 'a/model.safetensors',
      message: expect.stringContaining('kernel_scale is'),
    }),
  );
});

test('a file goes from one precision to another with its notes, unless it holds other numbers', () => {
  const data = Float32Array.from({ length: 16 }, (_, i) => Math.cos(i));
  const whole = writeSafetensors({ kernel: { shape: [2, 8], data } }, { format: 'rnp' });
  const bytes = safetensorsIn(whole, 'int8');
  expect(readSafetensors(bytes).metadata).toEqual({ format: 'rnp' });
  expect(readSafetensors(bytes).tensors.get('kernel')!.dtype).toBe('I8');
  const half = readSafetensors(safetensorsIn(bytes, 'float16'));
  expect([...half.tensors.keys()]).toEqual(['kernel']);
  expect(half.tensors.get('kernel')!.dtype).toBe('F16');
  expect(safetensorsIn(whole, 'float32')).toEqual(whole);
  const counts = writeSafetensors({ counts: { shape: [1], data: Int32Array.of(1) } });
  expect(() => safetensorsIn(counts, 'int8', 'here')).toThrow(/here.*counts holds I32/);
});
