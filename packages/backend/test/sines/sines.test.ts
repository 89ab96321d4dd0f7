import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findChromium, openPage } from '@rnp-tools/browser-testing';
import type { Sines } from './page.js';

const chromium = findChromium();
const entry = fileURLToPath(new URL('./page.ts', import.meta.url));
const even = (count: number, range: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.fround(range * ((2 * i) / (count - 1) - 1)));

describe('sines on graphics cards', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }

  test.each(['webgl', 'webgpu'] as const)('are right to 1e-6, with their slopes, on %s', async (graphics) => {
    const page = await openPage(entry, chromium, { graphics });
    try {
      // Odd sides: where numbers lie in fours, the last ones are none.
      for (const [range, shape] of [
        [1, [9, 7, 3]],
        [10, [5, 41]],
        [1000, [1001]],
      ] as const) {
        const angles = even(
          shape.reduce((product, side) => product * side, 1),
          range,
        );
        const found = await page.call<Record<'sine' | 'cosine', Sines>>('sines', graphics, angles, shape);
        const worst = (actual: readonly number[], wanted: (x: number) => number): number =>
          Math.max(...angles.map((x, i) => Math.abs(actual[i]! - wanted(x))));
        expect(found.sine.values).toHaveLength(angles.length);
        expect(worst(found.sine.values, Math.sin)).toBeLessThan(1e-6);
        expect(worst(found.cosine.values, Math.cos)).toBeLessThan(1e-6);
        expect(worst(found.sine.slopes, (x) => 3 * Math.cos(x))).toBeLessThan(3e-6);
        expect(worst(found.cosine.slopes, (x) => -3 * Math.sin(x))).toBeLessThan(3e-6);
        expect([found.sine.leaked, found.cosine.leaked]).toEqual([0, 0]);
      }
    } finally {
      await page.close();
    }
  });
});
