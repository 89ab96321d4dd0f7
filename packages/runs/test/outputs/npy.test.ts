import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import fc from 'fast-check';
import { npy } from '../../src/outputs/npy.js';

/** As the format says, and not as the writer does: magic, version, length, a Python dict, numbers. */
function read(bytes: Uint8Array): { header: string; dataAt: number; values: number[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  const dataAt = 10 + view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, dataAt));
  const values = Array.from({ length: (bytes.length - dataAt) / 4 }, (_, i) =>
    view.getFloat32(dataAt + 4 * i, true),
  );
  return { header, dataAt, values };
}

describe('NumPy files', () => {
  test('hold every number, behind an aligned header', () => {
    const shape = fc.tuple(fc.integer({ min: 1, max: 1200 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(shape, fc.float({ noNaN: true, noDefaultInfinity: true }), ([n, d], first) => {
        const rows = Array.from({ length: n }, (_, i) =>
          Array.from({ length: d }, (_, j) => (i + j === 0 ? first : i - j / 4)),
        );
        const { header, dataAt, values } = read(npy(rows));
        expect(header).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(\d+, \d+\), \} *\n$/);
        expect(header).toContain(`(${n}, ${d})`);
        expect(dataAt % 64).toBe(0);
        expect(values).toEqual(rows.flat());
      }),
      { numRuns: 30 },
    );
  });

  const numpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;
  (numpy ? test : test.skip)('are read by numpy itself (needs python3 with numpy)', () => {
    const path = join(temporaryFolder(), 'a.npy');
    writeFileSync(
      path,
      npy([
        [1, 2.5, -3],
        [4, 5, 6e-8],
      ]),
    );
    const script =
      'import numpy, sys; a = numpy.load(sys.argv[1]); print(a.dtype, a.shape, a.sum(axis=1).tolist())';
    const { stdout } = spawnSync('python3', ['-c', script, path], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('float32 (2, 3) [0.5, 9.0]');
  });
});
