import { expect, test } from '@jest/globals';
import { findChromium } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import { measure } from '../src/ours/graphicsStep.js';
import { mostDispatches } from '../src/targets.js';

const most = mostDispatches.webgpu;

if (findChromium() === undefined) {
  test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
} else {
  // Exact. A larger batch has some more, as products are then made in parts. In software the first step takes most of the time, as it compiles.
  // Each change waits for portableCalls.test.ts, which counts the same step's kernel calls.
  inLong(test)(`a step of the quick recipe is at most ${most} dispatches on WebGPU`, async () => {
    const options = { graphics: 'webgpu', recipe: 'quick', batch: 1, warmUp: 1, steps: 1 } as const;
    const { dispatches, kernels } = await measure(options);
    expect(dispatches).toBeLessThanOrEqual(most);
    // A step of far fewer is a new bound, or not counted whole.
    expect(dispatches).toBeGreaterThan(0.9 * most);
    expect(kernels.reduce((sum, [, count]) => sum + count, 0)).toBe(dispatches);
  });
}
