import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { floatsOfHalves, halvesOfFloats } from '../../src/safetensors/float16.js';

const bitsOf = (bytes: Uint8Array): number[] => [...new Uint16Array(bytes.slice().buffer)];
const halfOf = (value: number): number => bitsOf(halvesOfFloats(Float32Array.of(value)))[0]!;
/** Every half from 0 to the largest, ascending. */
const magnitudes = floatsOfHalves(new Uint8Array(Uint16Array.from({ length: 0x7c00 }, (_, i) => i).buffer));

describe('half precision', () => {
  test('every half is what IEEE 754 says: sign, exponent and fraction', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i);
    const values = floatsOfHalves(new Uint8Array(all.buffer));
    for (const bits of all) {
      const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 0x1f, bits & 0x3ff];
      const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
      const special = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
      const expected = (exponent === 0x1f ? special : magnitude) * (sign === 1 ? -1 : 1);
      if (!Object.is(values[bits], expected)) throw new Error(`${bits} is ${values[bits]}, not ${expected}`);
    }
  });

  test('every half but NaN comes back bit for bit', () => {
    const all = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter(
      (bits) => (bits & 0x7fff) <= 0x7c00,
    );
    const bytes = new Uint8Array(all.buffer);
    expect(Buffer.compare(halvesOfFloats(floatsOfHalves(bytes)), bytes)).toBe(0);
  });

  test('half-way between two halves the even one is taken', () => {
    for (let bits = 0; bits < 0x7bff; bits += 1) {
      const middle = (magnitudes[bits]! + magnitudes[bits + 1]!) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      if (halfOf(middle) !== even || halfOf(-middle) !== (even | 0x8000)) {
        throw new Error(`${middle} became ${halfOf(middle)}, not ${even}`);
      }
    }
  });

  test('the nearest half is taken', () => {
    fc.assert(
      fc.property(fc.float({ min: 0, max: 65519, noNaN: true }), (value) => {
        const bits = halfOf(value);
        const distance = (at: number): number => Math.abs((magnitudes[at] ?? Infinity) - value);
        expect(distance(bits)).toBeLessThanOrEqual(Math.min(distance(bits - 1), distance(bits + 1)));
      }),
    );
  });

  test('too large becomes infinite, NaN stays', () => {
    expect([65519.99, 65520, 1e30, -1e30].map(halfOf)).toEqual([0x7bff, 0x7c00, 0x7c00, 0xfc00]);
    expect(Number.isNaN(floatsOfHalves(halvesOfFloats(Float32Array.of(Number.NaN)))[0])).toBe(true);
  });
});
