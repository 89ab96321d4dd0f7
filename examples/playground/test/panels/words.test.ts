import { describe, expect, test } from '@jest/globals';
import { duration, figure, pace, reading, standing } from '../../src/panels/train/words.js';
import type { Checkpoint } from '../../src/training/checkpoint.js';
import { digitsRecipe } from '../../src/training/recipe.js';
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

  test('up to where it is kept, once that is so', () => {
    const now = { ...training, secondsLeft: 61.2, imagesPerSecond: 412.6, backend: 'wasm' };
    const checkpoint = { step: 115 } as Checkpoint;
    expect(pace({ ...now, checkpoint })).toMatch(/ on wasm · kept up to step 115$/);
    expect(pace({ ...now, checkpoint, warning: 'nothing is kept' })).not.toContain('kept');
  });

  test('figures of both levels; a dash where no image had ink', () => {
    expect([figure([0.876, 0.8], 2), figure([Number.NaN, 3], 1), figure(undefined, 1)]).toEqual([
      '0.88 / 0.80',
      '– / 3.0',
      '–',
    ]);
  });

  test('whether it is a parse, by the thresholds of the command, once that can be told', () => {
    const of = (purity: number[], effectiveChildren: number[], step = 540): string =>
      reading({
        figures: { purity, effectiveChildren },
        recipe: digitsRecipe({ steps: 600, seed: 1 }),
        step,
      });
    expect(of([0.96, 0.9], [1.34, 4])).toMatch(/draw nearly everything/);
    expect(of([0.96, 0.9], [4, 1.34])).toMatch(/draw nearly everything/);
    expect(of([0.4, 0.9], [3.9, 4])).toMatch(/draw over each other/);
    // Noise that ten digits share is no parse, however early and late it is seen.
    expect(of([0.7, 0.59], [3.5, 3.6])).toMatch(/draw over each other/);
    expect(of([0.66, 0.62], [3.5, 3.6], 55)).toMatch(/can be told from step 533 on/);
    expect(of([Number.NaN, 0.9], [3.5, 3.6])).not.toMatch(/share the work/);
    expect(of([0.8, 0.8], [3.5, 3.5])).toMatch(/share the work/);
  });

  test('that a run is too short for it, where no step of it comes late enough', () => {
    const { training, ...rest } = digitsRecipe({ steps: 600, seed: 1 });
    const recipe = { ...rest, training: { ...training, overlapDelay: 250, overlapWarmup: 200 } };
    const figures = { purity: [0.9, 0.9], effectiveChildren: [4, 4] };
    expect(reading({ figures, recipe, step: 540 })).toBe(
      'A run of 600 steps is too short to tell whether the parts share the work: 750 are needed.',
    );
  });
});
