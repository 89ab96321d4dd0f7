import { describe, expect, test } from '@jest/globals';

const length = 2_000_000;
const numbers = Array.from({ length: 20 }, (_, i) => i);
const changed = (i: number, value: number): number[] => numbers.map((old, at) => (at === i ? value : old));

describe('equality of elements is decided at once, and as Jest decides it', () => {
  test.each([
    ['buffers', () => Buffer.alloc(length, 7)],
    ['typed arrays', () => new Float32Array(length).fill(Number.NaN)],
    ['parts of larger ones', () => new Float64Array(length + 1).fill(-0).subarray(1)],
  ])('%s of two million', (_name, make) => {
    const began = process.cpuUsage();
    expect({ inside: [make()] }).toEqual({ inside: [make()] });
    expect(make()).toStrictEqual(make());
    const other = make();
    other[length - 1] = 1;
    expect(make()).not.toEqual(other);
    // Jest by itself takes a second for a million.
    expect(process.cpuUsage(began).user).toBeLessThan(1e6);
  });

  test.each([
    ['an element', new Float32Array(numbers), new Float32Array(changed(19, 20))],
    ['the sign of zero', new Float32Array(numbers), new Float32Array(changed(0, -0))],
    ['the length', new Uint8Array(20), new Uint8Array(21)],
    ['a part', new Uint8Array(numbers).subarray(1, 9), new Uint8Array(numbers).subarray(2, 10)],
  ])('%s makes a difference', (_name, one, other) => {
    expect(one).toEqual(one.slice());
    expect(one).not.toEqual(other);
    expect(other).not.toEqual(one);
  });

  test('all that is no number is the same', () => {
    const [one, other] = [new Float32Array(20).fill(Number.NaN), new Float32Array(20).fill(Number.NaN)];
    new Uint8Array(one.buffer)[0] = 1;
    expect(one).toEqual(other);
  });

  test('kinds of arrays are told apart where Jest tells them apart', () => {
    expect(new Float32Array(20)).not.toStrictEqual(new Float64Array(20));
    expect(new Float32Array(numbers)).toEqual(expect.any(Float32Array));
  });
});
