import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type LearnCostsOptions, learnCosts } from '../../src/index.js';

test('a part costs what makes its count as rare as it is', () => {
  const counts = [1, 1, 2, 2, 2, 3, 3, 4];
  const costs = learnCosts(counts, { parts: 4, smoothing: 1 });
  const seen = [1, 3, 4, 3, 2];
  for (const [i, cost] of costs.entries()) expect(cost).toBeCloseTo(Math.log(seen[i]! / seen[i + 1]!), 12);
});

test('costs give back the smoothed shares of the counts', () => {
  const anyCounts = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(anyCounts, fc.double({ min: 0.01, max: 10, noNaN: true }), (counts, smoothing) => {
      const costs = learnCosts(counts, { parts: 5, smoothing });
      const weights = [1];
      for (const cost of costs) weights.push(weights.at(-1)! * Math.exp(-cost));
      const all = weights.reduce((a, b) => a + b);
      for (const [count, weight] of weights.entries()) {
        const share = counts.filter((one) => one === count).length + smoothing;
        expect(weight / all).toBeCloseTo(share / (counts.length + 6 * smoothing), 9);
      }
    }),
  );
});

test.each<[string, unknown, unknown, string]>([
  ['no list', 3, { parts: 4 }, 'counts'],
  ['no count', [], { parts: 4 }, 'counts'],
  ['more parts than there are', [1, 5], { parts: 4 }, 'counts[1]'],
  ['half a part', [0.5], { parts: 4 }, 'counts[0]'],
  ['no program', [0], { parts: 0 }, 'options.parts'],
  ['nobody seen beside', [0], { parts: 4, smoothing: 0 }, 'options.smoothing'],
  ['unknown', [0], { parts: 4, smooth: 1 }, 'options.smooth'],
])('%s is refused by its place', (_, counts, options, path) => {
  const refused = expect.objectContaining({ code: 'RNP_CONFIG', path });
  expect(() => learnCosts(counts as number[], options as LearnCostsOptions)).toThrow(
    refused as unknown as Error,
  );
});
