import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distance, values } from './oracle.js';
import { SideMemory } from './sideMemory.js';

// Products with a matrix that is packed once: every edge of tiles (4 x 8), of three panels for a row past them, and of blocks (256 deep).

const memory = new SideMemory();
const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(31, 32, 40, 65, 130));
const problems = fc.record({
  m: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
  n: size,
  k: fc.oneof(size, fc.constantFrom(255, 256, 300, 700)),
  tb: fc.boolean(),
  accumulate: fc.boolean(),
  beside: fc.constantFrom(0, 0, 3),
});

test('a packed product is the product in float64, and writes nothing beside it', () => {
  fc.assert(
    fc.property(problems, ({ m, n, k, tb, accumulate, beside }) => {
      const [lda, ldb, ldc] = [k + beside, (tb ? k : n) + beside, n + beside];
      const [a, b, c] = [values(m * lda, 1), values((tb ? n : k) * ldb, 2), values(m * ldc, 3)];
      const expected = Float64Array.from(c);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? c[i * ldc + j]! : 0;
          for (let p = 0; p < k; p++) sum += a[i * lda + p]! * b[tb ? j * ldb + p : p * ldb + j]!;
          expected[i * ldc + j] = sum;
        }
      }
      memory.clear();
      const { wasm } = memory;
      const at = { a: memory.put(a), b: memory.put(b), c: memory.put(c) };
      const [bytes, scratchBytes] = [wasm.packedBytes(n, k), wasm.packedScratch()];
      const [packed, scratch] = [memory.put(bytes / 4), memory.put(scratchBytes / 4)];
      wasm.packMatrix(at.b, packed, n, k, ldb, Number(tb));
      wasm.packedProduct(at.a, packed, at.c, m, n, k, lda, ldc, Number(accumulate), scratch);
      expect(memory.isAlone(at.c, c.length) && memory.isAlone(packed, bytes / 4)).toBe(true);
      expect(memory.isAlone(scratch, scratchBytes / 4)).toBe(true);
      expect(distance(memory.read(at.c, c.length), expected)).toBeLessThan(1e-5 * Math.sqrt(k) + 1e-6);
    }),
  );
});
