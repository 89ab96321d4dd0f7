import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bfloatsOfFloats, floatsOfBfloats } from '../../src/safetensors/bfloat16.js';

const bitsOf = (bytes: Uint8Array): number[] => [...new Uint16Array(bytes.slice().buffer)];
const bitsFor = (value: number): number => bitsOf(bfloatsOfFloats(Float32Array.of(value)))[0]!;
const all = (length: number): Uint8Array => new Uint8Array(Uint16Array.from({ length }, (_, i) => i).buffer);
/** Every bfloat16 from 0 to the largest, ascending. */
const magnitudes = floatsOfBfloats(all(0x7f80));

describe('bfloat16', () => {
  test('a number is its sign, 2 to its exponent, and seven bits', () => {
    for (let bits = 0; bits < 0x7f80; bits++) {
      const [exponent, fraction] = [bits >> 7, bits & 0x7f];
      const expected = exponent === 0 ? fraction * 2 ** -133 : (1 + fraction / 128) * 2 ** (exponent - 127);
      if (magnitudes[bits] !== expected) throw new Error(`${bits} became ${magnitudes[bits]}`);
    }
  });

  test('all but NaN come back bit for bit, NaN stays NaN', () => {
    const numbers = bitsOf(all(0x10000)).filter((bits) => (bits & 0x7fff) <= 0x7f80);
    expect(
      bitsOf(bfloatsOfFloats(floatsOfBfloats(new Uint8Array(Uint16Array.from(numbers).buffer)))),
    ).toEqual(numbers);
    // The last one's upper half alone would be infinity.
    const words = Uint32Array.of(0x7fc00000, 0xffc00001, 0x7f800001);
    const back = floatsOfBfloats(bfloatsOfFloats(new Float32Array(words.buffer)));
    expect([...back].every(Number.isNaN)).toBe(true);
  });

  test('the nearest is taken, half-way the even one', () => {
    for (let bits = 0; bits < 0x7f7f; bits++) {
      // Exact: single precision has sixteen bits more.
      const middle = (magnitudes[bits]! + magnitudes[bits + 1]!) / 2;
      const even = bits % 2 === 0 ? bits : bits + 1;
      if (bitsFor(middle) !== even || bitsFor(-middle) !== (even | 0x8000)) throw new Error(`${middle}`);
    }
    fc.assert(
      fc.property(fc.float({ min: 0, max: Math.fround(3.38e38), noNaN: true }), (value) => {
        const bits = bitsFor(value);
        const distance = (at: number): number => Math.abs((magnitudes[at] ?? Infinity) - value);
        expect(distance(bits)).toBeLessThanOrEqual(Math.min(distance(bits - 1), distance(bits + 1)));
      }),
    );
  });
});
