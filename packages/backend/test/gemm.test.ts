import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distance, values } from './oracle.js';
import { SideMemory } from './sideMemory.js';

// The block product on its own: leading dimensions larger than the matrices, sums on top of
// what is there, and every edge of tiles (4 x 8) and blocks (256 deep).

const memory = new SideMemory();

interface Problem {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly ta: boolean;
  readonly tb: boolean;
  /** Columns behind those of A, B and C that belong to others. */
  readonly beside: readonly [number, number, number];
  readonly accumulate: boolean;
}

/** What C's memory holds afterwards, other columns included: by the kernel, and in float64. */
function both({ m, n, k, ta, tb, beside, accumulate }: Problem): [Float32Array, Float64Array] {
  const lda = (ta ? m : k) + beside[0];
  const ldb = (tb ? k : n) + beside[1];
  const ldc = n + beside[2];
  const a = values((ta ? k : m) * lda, 1);
  const b = values((tb ? n : k) * ldb, 2);
  const c = values(m * ldc, 3);
  const expected = Float64Array.from(c);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = accumulate ? c[i * ldc + j]! : 0;
      for (let p = 0; p < k; p++)
        sum += a[ta ? p * lda + i : i * lda + p]! * b[tb ? j * ldb + p : p * ldb + j]!;
      expected[i * ldc + j] = sum;
    }
  }
  memory.clear();
  const at = { a: memory.put(a), b: memory.put(b), c: memory.put(c) };
  const size = memory.wasm.gemmScratch(m, n, k) / 4;
  const scratch = memory.put(size);
  const sizes = [m, n, k, Number(ta), Number(tb), lda, ldb, ldc] as const;
  memory.wasm.gemm(at.a, at.b, at.c, ...sizes, Number(accumulate), scratch);
  expect(memory.isAlone(at.c, c.length) && memory.isAlone(scratch, size)).toBe(true);
  return [memory.read(at.c, c.length), expected];
}

const beside = fc.constantFrom(0, 0, 1, 3, 8);
const problems = fc.record({
  m: fc.integer({ min: 1, max: 60 }),
  n: fc.integer({ min: 1, max: 60 }),
  k: fc.integer({ min: 1, max: 90 }),
  ta: fc.boolean(),
  tb: fc.boolean(),
  beside: fc.tuple(beside, beside, beside),
  accumulate: fc.boolean(),
});

describe('gemm', () => {
  test('agrees with float64 for matrices inside wider ones, and leaves the rest alone', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const [actual, expected] = both(problem);
        expect(distance(actual, expected)).toBeLessThan(1e-6 * (problem.k + 4));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    [30, 2100, 33],
    [203, 523, 307],
    [7, 19, 600],
  ])('agrees with float64 across blocks: %d x %d x %d', (m, n, k) => {
    for (const ta of [false, true]) {
      for (const tb of [false, true]) {
        for (const accumulate of [false, true]) {
          const [actual, expected] = both({ m, n, k, ta, tb, beside: [2, 1, 5], accumulate });
          expect(distance(actual, expected)).toBeLessThan(1e-6 * (k + 4));
        }
      }
    }
  });
});
