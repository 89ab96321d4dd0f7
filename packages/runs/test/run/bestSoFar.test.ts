import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, type Rnp } from '@rnp/vae';
import { bestSoFar, type Kept } from '../../src/run/bestSoFar.js';
import type { PreparedRun } from '../../src/run/preparedRun.js';

const small = {
  latent: 2,
  hidden: 3,
  hyperHidden: 3,
  stateLayers: 1,
  policyLayers: 1,
  imageShape: [4, 4, 1],
};

beforeAll(() => useBackend('cpu'));
afterEach(() => {
  jest.restoreAllMocks();
});

/** What is kept of a run that learns until it goes wrong, on a machine whose steps take so long; and how often weights were copied. */
function keptOf(millisecondsAStep: number, steps: number): { best: Kept | null; copies: number } {
  const model = createRnp({ ...small, childrenPerLevel: [2] } as never);
  let [time, copies] = [0, 0];
  jest.spyOn(performance, 'now').mockImplementation(() => {
    time += 1;
    return time;
  });
  const counted = {
    network: model.network,
    get weights(): Rnp['weights'] {
      copies++;
      return model.weights;
    },
  };
  const soFar = bestSoFar({
    model: counted,
    record: { network: 'rnp', model: model.config },
  } as unknown as PreparedRun);
  for (let step = 1; step <= steps; step++) {
    time += millisecondsAStep;
    // It falls, with a ripple, and rises from two thirds on.
    soFar.take(step, 1 + Math.abs(step - (2 * steps) / 3) / steps + 0.01 * Math.sin(step));
  }
  model.dispose();
  return { best: soFar.best, copies };
}

test('which weights are kept does not depend on how fast the machine is', () => {
  const [slow, fast] = [keptOf(400, 300), keptOf(3, 300)];
  expect(fast.best).toEqual(slow.best);
  expect(slow.best!.step).toBeGreaterThan(190);
  expect(slow.best!.step).toBeLessThan(210);
});

test('of a long run few weights are copied, and the early ones are among them', () => {
  expect(keptOf(1, 20).copies).toBe(20);
  expect(keptOf(1, 10_000).copies).toBeLessThan(400);
});
