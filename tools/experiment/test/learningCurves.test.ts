import { describe, expect, test } from '@jest/globals';
import { kinds, learningCurves } from '../src/figures/learningCurves.js';

describe('curves over several runs', () => {
  test('names that differ in the seed at their end are of one kind, in order', () => {
    const runs = { 'one.rnp-1': 'a', 'one.rnp-2': 'b', 'one.vae-1': 'c', plain: 'd', 'eth-80': 'e' };
    expect([...kinds(runs)]).toEqual([
      ['one.rnp', ['a', 'b']],
      ['one.vae', ['c']],
      ['plain', ['d']],
      ['eth-80', ['e']],
    ]);
  });

  test('a learning curve names its axes and its kinds', () => {
    const curve = [
      [25, 60],
      [50, 30],
    ];
    const svg = learningCurves({ 'plain-1': { curve }, 'plain-2': { curve }, patch: { curve } });
    for (const words of [
      '>plain<',
      '>patch<',
      '>training step (batches)<',
      'training batches, logarithmic',
    ]) {
      expect(svg).toContain(words);
    }
  });
});
