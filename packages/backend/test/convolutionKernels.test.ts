import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WindowArguments } from '../src/window.js';
import { distance, values } from './oracle.js';
import { SideMemory } from './sideMemory.js';

// n images, h w c image, kh kw window, oh ow positions, sh sw strides, oc output channels

const memory = new SideMemory();

interface Problem {
  readonly n: number;
  readonly oc: number;
  readonly window: WindowArguments;
}

/** The convolution and its gradients in float64, term by term. */
function oracle({ n, oc, window }: Problem, x: Float32Array, f: Float32Array, dy: Float32Array) {
  const [h, w, c, kh, kw, oh, ow, sh, sw, top, left] = window;
  const y = new Float64Array(dy.length);
  const dx = new Float64Array(x.length);
  const df = new Float64Array(f.length);
  for (let at = 0; at < n * oh * ow; at++) {
    const [item, oy, ox] = [Math.floor(at / (oh * ow)), Math.floor(at / ow) % oh, at % ow];
    for (let tap = 0; tap < kh * kw; tap++) {
      const row = oy * sh - top + Math.floor(tap / kw);
      const column = ox * sw - left + (tap % kw);
      if (row < 0 || row >= h || column < 0 || column >= w) continue;
      for (let channel = 0; channel < c; channel++) {
        const i = ((item * h + row) * w + column) * c + channel;
        for (let o = 0; o < oc; o++) {
          const j = (tap * c + channel) * oc + o;
          y[at * oc + o]! += x[i]! * f[j]!;
          dx[i]! += dy[at * oc + o]! * f[j]!;
          df[j]! += dy[at * oc + o]! * x[i]!;
        }
      }
    }
  }
  return { y, dx, df };
}

/** Runs a kernel on two inputs; its result, after a look at what is around it and around the scratch memory. */
function run(
  kernel: 'convolve' | 'inputGradient' | 'filterGradient',
  { n, oc, window }: Problem,
  first: Float32Array,
  second: Float32Array,
  length: number,
): Float32Array {
  const { wasm } = memory;
  const [h, w, c, kh, kw, oh, ow, sh, sw] = window;
  memory.clear();
  const bytes = {
    convolve: () => wasm.convolveScratch(c, kh, kw, oh, ow, sh, sw, oc),
    inputGradient: () => wasm.inputGradientScratch(n, h, w, c, kh, kw, oh, ow, sh, sw, oc),
    filterGradient: () => wasm.filterGradientScratch(n, c, kh, kw, oh, ow, sh, sw, oc),
  }[kernel]();
  const [a, b, out, scratch] = [first, second, length, bytes / 4].map((content) => memory.put(content)) as [
    number,
    number,
    number,
    number,
  ];
  wasm[kernel](a, b, out, n, ...window, oc, scratch);
  expect(memory.isAlone(out, length) && memory.isAlone(scratch, bytes / 4)).toBe(true);
  return memory.read(out, length);
}

function inputsOf({ n, oc, window }: Problem): Record<'x' | 'f' | 'dy', Float32Array> {
  const [h, w, c, kh, kw, oh, ow] = window;
  return {
    x: values(n * h * w * c, 1),
    f: values(kh * kw * c * oc, 2),
    dy: values(n * oh * ow * oc, 3),
  };
}

function check(problem: Problem): void {
  const { n, oc, window } = problem;
  const [, , c, kh, kw, oh, ow] = window;
  const { x, f, dy } = inputsOf(problem);
  const { y, dx, df } = oracle(problem, x, f, dy);
  const near = (actual: Float32Array, expected: Float64Array, terms: number): void =>
    expect(distance(actual, expected)).toBeLessThan(1e-6 * (terms + 4));
  near(run('convolve', problem, x, f, y.length), y, kh * kw * c);
  near(run('inputGradient', problem, dy, f, dx.length), dx, kh * kw * oc);
  near(run('filterGradient', problem, x, dy, df.length), df, n * oh * ow);
}

const axis = fc
  .record({
    size: fc.integer({ min: 1, max: 9 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    before: fc.nat(4),
    after: fc.nat(4),
  })
  .filter(({ size, kernel, before, after }) => size + before + after >= kernel)
  .map(({ size, kernel, stride, before, after }) => ({
    size,
    kernel,
    stride,
    before,
    count: Math.floor((size + before + after - kernel) / stride) + 1,
  }));
const problems = fc
  .record({
    n: fc.integer({ min: 1, max: 9 }),
    c: fc.constantFrom(1, 2, 3, 4, 5, 8, 9, 12),
    oc: fc.constantFrom(1, 2, 4, 7, 8, 11, 16, 17),
    y: axis,
    x: axis,
  })
  .map(
    ({ n, c, oc, y, x }): Problem => ({
      n,
      oc,
      window: [
        y.size,
        x.size,
        c,
        y.kernel,
        x.kernel,
        y.count,
        x.count,
        y.stride,
        x.stride,
        y.before,
        x.before,
      ],
    }),
  );

describe('convolution kernels', () => {
  test('agree with float64: any strides, padding before and after, channels, batch', () => {
    fc.assert(fc.property(problems, check), { numRuns: 400 });
  });

  test.each<[string, Problem]>([
    ['bands of rows', { n: 2, oc: 32, window: [24, 24, 32, 5, 5, 20, 20, 1, 1, 0, 0] }],
    ['bands of rows of padded images', { n: 5, oc: 16, window: [40, 40, 5, 3, 3, 40, 40, 1, 1, 1, 1] }],
    ['blocks of the filter', { n: 5, oc: 72, window: [5, 5, 160, 3, 3, 5, 5, 1, 1, 1, 1] }],
    ['chunks of remainders', { n: 9, oc: 8, window: [40, 40, 8, 3, 3, 20, 20, 2, 2, 0, 0] }],
    ['very many channels of a gradient', { n: 1, oc: 5000, window: [1, 1, 16, 1, 1, 1, 1, 1, 1, 0, 0] }],
    ['chunks of columns', { n: 2, oc: 8, window: [60, 60, 3, 5, 5, 60, 60, 1, 1, 2, 2] }],
  ])('agree with float64 across %s', (_, problem) => {
    check(problem);
  });
});

/** Those that Winograd's minimal filtering computes: square windows of 3 or 5, stride 1, many channels. */
const minimal = fc
  .record({
    n: fc.integer({ min: 1, max: 4 }),
    c: fc.constantFrom(16, 24, 40),
    oc: fc.constantFrom(16, 24, 32),
    kernel: fc.constantFrom(3, 5),
    height: fc.integer({ min: 1, max: 14 }),
    width: fc.integer({ min: 1, max: 14 }),
    padding: fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5), fc.nat(5)),
  })
  .map(({ n, c, oc, kernel: k, height, width, padding: [top, bottom, left, right] }): Problem => {
    const [oh, ow] = [height + top + bottom - k + 1, width + left + right - k + 1];
    return { n, oc, window: [height, width, c, k, k, oh, ow, 1, 1, top, left] };
  })
  .filter(({ window: [, , , , , oh, ow] }) => oh > 0 && ow > 0);

describe('minimal filtering', () => {
  test('agrees with float64: odd sizes, any padding, channels, batch', () => {
    fc.assert(fc.property(minimal, check), { numRuns: 150 });
  });

  // What the paper's encoder convolves.
  const [five, three]: Problem[] = [
    { n: 3, oc: 32, window: [16, 16, 32, 5, 5, 12, 12, 1, 1, 0, 0] },
    { n: 3, oc: 32, window: [12, 12, 32, 3, 3, 12, 12, 1, 1, 1, 1] },
  ];

  test.each([
    ['5 × 5', five!],
    ['3 × 3', three!],
  ])('%s: rounds to 2e-6 of the largest value', (_, problem) => {
    const { x, f, dy } = inputsOf(problem);
    const { y, dx, df } = oracle(problem, x, f, dy);
    const near = (actual: Float32Array, expected: Float64Array): void => {
      const scale = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      expect(distance(actual, expected) / scale).toBeLessThan(2e-6);
    };
    near(run('convolve', problem, x, f, y.length), y);
    near(run('inputGradient', problem, dy, f, dx.length), dx);
    near(run('filterGradient', problem, x, dy, df.length), df);
  });

  test.each([
    ['5 × 5', five!],
    ['3 × 3', three!],
  ])('%s: an image gives the same numbers alone as in a batch', (_, problem) => {
    const { x, f, dy } = inputsOf(problem);
    const alone = { ...problem, n: 1 };
    const last = (list: Float32Array): Float32Array => list.slice((list.length / problem.n) * 2);
    const y = run('convolve', problem, x, f, dy.length);
    expect(run('convolve', alone, last(x), f, last(dy).length)).toEqual(last(y));
    const dx = run('inputGradient', problem, dy, f, x.length);
    expect(run('inputGradient', alone, last(dy), f, last(x).length)).toEqual(last(dx));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])(
    '%d reaches all that depend on it, and no other image',
    (value) => {
      for (const problem of [five!, three!]) {
        const { n } = problem;
        const { x, f, dy } = inputsOf(problem);
        const finite = { y: dy.length / n, dx: x.length / n };
        const spoilt = (list: Float32Array): Float32Array => list.map((v, i) => (i === 40 ? value : v));
        const { y, dx, df } = oracle(problem, spoilt(x), f, spoilt(dy));
        const reaches = (actual: Float32Array, expected: Float64Array): void =>
          expect(expected.every((v, i) => Number.isFinite(v) || !Number.isFinite(actual[i]!))).toBe(true);
        const actual = run('convolve', problem, spoilt(x), f, y.length);
        reaches(actual, y);
        expect(actual.slice(finite.y).every(Number.isFinite)).toBe(true);
        const gradient = run('inputGradient', problem, spoilt(dy), f, dx.length);
        reaches(gradient, dx);
        expect(gradient.slice(finite.dx).every(Number.isFinite)).toBe(true);
        reaches(run('filterGradient', problem, spoilt(x), spoilt(dy), df.length), df);
      }
    },
  );

  test('takes scratch memory that does not grow with the batch', () => {
    const { oc, window } = five!;
    const [h, w, c, kh, kw, oh, ow, sh, sw] = window;
    const bytes = (n: number): number => memory.wasm.filterGradientScratch(n, c, kh, kw, oh, ow, sh, sw, oc);
    expect(bytes(1000)).toBe(bytes(100));
    expect(bytes(1000)).toBeLessThan(2 ** 21);
    expect(memory.wasm.convolveScratch(c, kh, kw, oh, ow, sh, sw, oc)).toBeLessThan(2 ** 20);
    expect(memory.wasm.inputGradientScratch(1000, h, w, c, kh, kw, oh, ow, sh, sw, oc)).toBeLessThan(2 ** 20);
  });
});
