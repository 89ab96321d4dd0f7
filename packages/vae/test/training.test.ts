import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import { defaultTrainingConfig, trainingConfig, trainingSettings } from '../src/index.js';
import { collapseAdvice, learningRateAt, maySayCollapsed, overlapWeightsAt } from '../src/training/index.js';

describe('trainingConfig', () => {
  test('fills in defaults and ignores what is undefined', () => {
    expect(trainingConfig({ steps: 7, seed: undefined as unknown as number })).toEqual({
      ...defaultTrainingConfig,
      steps: 7,
    });
  });

  test.each([
    [{ steps: 0 }],
    [{ steps: 1.5 }],
    [{ batchSize: -1 }],
    [{ seed: Number.NaN }],
    [{ learningRate: -1 }],
    [{ learningRate: Number.POSITIVE_INFINITY }],
    [{ clipNorm: 0 }],
    [{ schedule: 'linear' as 'cosine' }],
    [{ overlap: [-0.1] }],
    [{ overlapDecay: -1 }],
    [{ overlapFinal: 1.5 }],
    [{ overlap: 3 as unknown as number[] }],
    [{ nonsense: 1 } as never],
  ])('refuses %j and names the setting', (settings) => {
    const name = Object.keys(settings)[0]!;
    const attempt = (): unknown => trainingConfig(settings);
    expect(attempt).toThrow(RnpError);
    expect(attempt).toThrow(new RegExp(`training\\.${name}`));
  });
});

describe('the rows of the settings', () => {
  const rows = Object.entries(trainingSettings);

  test.each(rows)('%s: its default and its example are values, and not one', (name, row) => {
    expect(row.example).not.toEqual(row.default);
    for (const value of [row.default, row.example]) {
      expect(trainingConfig({ [name]: value })).toEqual({ ...defaultTrainingConfig, [name]: value });
    }
  });

  test.each(rows)('%s: what its row does not describe is refused by name', (name, { values }) => {
    const outside = {
      choice: ['other', ''],
      list: [null, [-1], [''], [null]],
      number: [Number.NaN, '1'],
      wholeNumber: [1.5, Number.NaN],
    }[values.type] as unknown[];
    const { min, max, above, none } = values as Partial<Extract<typeof values, { type: 'number' }>>;
    if (values.type.endsWith('umber')) {
      expect(min ?? above).toBeDefined();
      outside.push(...(min === undefined ? [above] : [min - 1]), ...(max === undefined ? [] : [max + 1]));
      if (none === undefined) outside.push(null);
    }
    for (const value of outside) {
      expect(() => trainingConfig({ [name]: value })).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG', path: `training.${name}` }),
      );
    }
  });
});

describe('learningRateAt', () => {
  const schedule = { steps: 1000, learningRate: 6e-4, warmup: 100, schedule: 'cosine' } as const;

  test('rises over the warm-up, falls along the cosine', () => {
    expect(learningRateAt(0, schedule)).toBeCloseTo(6e-6, 9);
    expect(learningRateAt(499, schedule)).toBeCloseTo(3e-4, 5);
    expect(learningRateAt(999, schedule)).toBeLessThan(1e-8);
    expect(learningRateAt(999, schedule)).toBeGreaterThan(0);
  });

  test('stays when constant, without warm-up from the first step', () => {
    expect(learningRateAt(0, { ...schedule, schedule: 'constant', warmup: 0 })).toBe(6e-4);
    expect(learningRateAt(999, { ...schedule, schedule: 'constant' })).toBe(6e-4);
  });
});

describe('overlapWeightsAt', () => {
  test('waits, then rises from 0 to the full weights, or is full at once', () => {
    const config = trainingConfig({ overlap: [0.1, 0.2], overlapDelay: 20, overlapWarmup: 10 });
    expect(overlapWeightsAt(0, config)).toEqual([0, 0]);
    expect(overlapWeightsAt(19, config)).toEqual([0, 0]);
    expect(overlapWeightsAt(25, config)).toEqual([0.05, 0.1]);
    expect(overlapWeightsAt(50, config)).toEqual([0.1, 0.2]);
    expect(overlapWeightsAt(0, trainingConfig({ overlap: [0.1, 0.2] }))).toEqual([0.1, 0.2]);
  });

  test('falls to a share of the weights after the rise, and stays there', () => {
    const config = trainingConfig({
      overlap: [0.5, 1],
      overlapDelay: 20,
      overlapWarmup: 10,
      overlapDecay: 40,
      overlapFinal: 0.25,
    });
    expect(overlapWeightsAt(30, config)).toEqual([0.5, 1]);
    expect(overlapWeightsAt(50, config)).toEqual([0.3125, 0.625]);
    expect(overlapWeightsAt(70, config)).toEqual([0.125, 0.25]);
    expect(overlapWeightsAt(7000, config)).toEqual([0.125, 0.25]);
  });
});

describe('collapseAdvice', () => {
  const fine = { purity: [0.8, 0.9], effectiveChildren: [3.5, 3], withoutInk: [0, 0], images: 64 };

  test('is silent about a good parse', () => {
    expect(collapseAdvice(fine, { childrenPerLevel: [4, 4] })).toEqual([]);
  });

  test('names the level whose children are copies, or that one child draws alone', () => {
    expect(collapseAdvice({ ...fine, purity: [0.8, 0.3] }, { childrenPerLevel: [4, 4] })).toEqual([
      expect.stringMatching(/leaves draw over each other.*overlap/),
    ]);
    expect(collapseAdvice({ ...fine, effectiveChildren: [1.2, 3] }, { childrenPerLevel: [4, 4] })).toEqual([
      expect.stringMatching(/few of the 4 parts draw/),
    ]);
  });

  test('says when the leaves have died', () => {
    const dead = {
      purity: [Number.NaN, Number.NaN],
      effectiveChildren: [Number.NaN, Number.NaN],
      withoutInk: [64, 64],
      images: 64,
    };
    expect(collapseAdvice(dead, { childrenPerLevel: [4, 4] })).toEqual([expect.stringMatching(/no ink/)]);
  });
});

describe('maySayCollapsed', () => {
  test.each([
    [1, {}, false],
    [299, {}, false],
    [300, {}, true],
    [350, { overlap: [0.05, 0.07], overlapDelay: 300, overlapWarmup: 400 }, false],
    [1000, { overlap: [0.05, 0.07], overlapDelay: 300, overlapWarmup: 400 }, true],
    [300, { overlap: [0, 0], overlapDelay: 300 }, true],
  ])('after %d steps with %j: %p', (step, settings, expected) => {
    expect(maySayCollapsed(step, trainingConfig(settings))).toBe(expected);
  });
});
