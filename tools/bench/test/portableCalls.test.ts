import { expect, test } from '@jest/globals';
import { measure } from '../src/ours/portableCalls.js';
import { mostPortableCalls } from '../src/targets.js';

// The count is exact: a step that calls more kernels than this is slower where each call costs as much as its work.
test.each(Object.entries(mostPortableCalls))(
  'a step of %s is at most %d kernel calls',
  async (recipe, most) => {
    const { calls } = await measure({ recipe });
    expect(calls).toBeLessThanOrEqual(most);
    // A step of far fewer is a new bound, or not counted whole.
    expect(calls).toBeGreaterThan(0.9 * most);
  },
);
