import { describe, expect, test } from '@jest/globals';
import { duration, figure, pace, reading, standing } from '../../src/panels/train/words.js';
import { noRun } from '../../src/training/trainingState.js';
import { tinyRecipe } from '../tinyRecipe.js';

const training = { ...noRun, phase: 'training', recipe: tinyRecipe(600), step: 120 } as const;

describe('what the page says of a run', () => {
  test('times', () => {
    expect([0.4, 4, 60, 75, 599, 605, 3601].map(duration)).toEqual([
      '0 s',
      '4 s',
      '1 min',
      '1 min 15 s',
      '9 min 59 s',
      '10 min',
      '60 min',
    ]);
  });

  test('where it stands', () => {
    expect(standing(noRun)).toBe('Nothing has been learned here yet.');
    expect(standing(training)).toBe('Step 120 of 600');
    expect(standing({ ...training, phase: 'paused' })).toMatch(/^Paused after 120 of 600 steps/);
    expect(standing({ ...training, phase: 'failed', failure: 'no memory' })).toBe('It stopped: no memory');
  });

  test('how fast, once that is known', () => {
    expect(pace(training)).toBe('');
    expect(pace({ ...training, secondsLeft: 61.2, imagesPerSecond: 412.6, backend: 'wasm' })).toBe(
      'about 1 min 1 s left · 413 digits a second on wasm',
    );
  });

  test('figures of both levels; a dash where no image had ink', () => {
    expect([figure([0.876, 0.8], 2), figure([Number.NaN, 3], 1), figure(undefined, 1)]).toEqual([
      '0.88 / 0.80',
      '– / 3.0',
      '–',
    ]);
  });

  test('whether it is a parse', () => {
    const of = (purity: number, children: number): string =>
      reading({ purity: [purity, 0.9], effectiveChildren: [children, 4] });
    expect(of(0.96, 1.34)).toMatch(/One part draws nearly everything/);
    expect(of(0.4, 3.9)).toMatch(/draw over each other/);
    expect(of(0.8, 3.5)).toMatch(/share the work/);
  });
});
