import { describe, expect, test } from '@jest/globals';
import { canonicalJson, runKey } from '../src/sweep/runKey.js';
import { parseSweep } from '../src/sweep/sweepFile.js';
import { type SweepPlan, sweepPlan } from '../src/sweep/sweepPlan.js';

const planOf = async (text: string, over = {}): Promise<SweepPlan> =>
  sweepPlan(parseSweep(text, 'some/latent.yaml'), 'some/latent.yaml', over);

describe('a sweep’s file', () => {
  test('a grid is every combination, each with each seed, in order', async () => {
    const { name, settings, runs } = await planOf(`
      base: { preset: mnist, set: { steps: 100 } }
      grid: { latent: [8, 16], overlap: [none, [0.05, 0.07]] }
      seeds: [1, 5]`);
    expect(name).toBe('latent');
    expect(settings).toEqual([
      'latent=8 overlap=none',
      'latent=8 overlap=0.05,0.07',
      'latent=16 overlap=none',
      'latent=16 overlap=0.05,0.07',
    ]);
    expect(runs.map((run) => run.name).slice(0, 3)).toEqual([
      'latent=8_overlap=none/seed-1',
      'latent=8_overlap=none/seed-5',
      'latent=8_overlap=0.05,0.07/seed-1',
    ]);
    expect(runs[2]!.settings.model.latent).toBe(8);
    expect(runs[2]!.settings.training).toMatchObject({ steps: 100, seed: 1, overlap: [0.05, 0.07] });
    expect(runs[2]!.settings.data).toBe('mnist');
    // One engine a run, so that the numbers do not depend on the machine.
    expect(runs.every(({ settings: { workers } }) => workers === 1)).toBe(true);
  });

  test('a list names its settings; an entry’s own preset takes the base’s place, the base is laid over it', async () => {
    const { runs } = await planOf(`{
      "name": "two",
      "base": { "preset": "mnist", "training": { "steps": 50 } },
      "list": [
        { "name": "plain", "set": { "overlap": null } },
        { "name": "clothes", "preset": "fashion-mnist", "model": { "latent": 12 } },
        { "name": "baseline", "network": "conv-vae" }
      ],
      "seeds": 2
    }`);
    expect(runs.map((run) => run.name)).toEqual([
      'plain/seed-1',
      'plain/seed-2',
      'clothes/seed-1',
      'clothes/seed-2',
      'baseline/seed-1',
      'baseline/seed-2',
    ]);
    expect(runs[0]!.settings.training).toMatchObject({ overlap: [], steps: 50 });
    expect(runs[2]!.settings).toMatchObject({ data: 'fashion-mnist', model: { latent: 12 } });
    expect(runs[2]!.settings.training).toMatchObject({ steps: 50, warmup: 600 });
    expect(runs[4]!.settings.network).toBe('conv-vae');
  });

  test('the command line wins', async () => {
    const { runs } = await planOf('{ base: { set: { steps: 5 } } }', {
      steps: 7,
      data: 'digits',
      set: ['latent=3'],
    });
    expect(runs).toHaveLength(1);
    expect(runs[0]!.settings).toMatchObject({ data: 'digits', training: { steps: 7 }, model: { latent: 3 } });
  });

  test.each([
    ['grid: { latnet: [1] }', /latnet=1: .*|there is no setting "latnet"/],
    ['gird: { latent: [1] }', /latent\.yaml: .*gird/],
    ['grid: { latent: [] }', /grid\.latent/],
    ['seeds: 0', /seeds/],
    ['seeds: [1, 1]', /have the folder latent\/seed-1 both/],
    ['{ grid: { latent: [1] }, list: [{ name: a }] }', /a grid or a list, not both/],
    ['list: [{ name: a }, { name: b }]', /a\/seed-1 and b\/seed-1 are the same run/],
    ['list: [{ name: a/b, set: { latent: 3 } }, { name: a b }]', /both; rename one/],
    ['base: { preset: none-such }', /there is no preset "none-such"/],
    ['base: { network: gan }', /network must be one of rnp, conv-vae/],
    ['- 3', /latent\.yaml/],
    ['a: b: c', /neither YAML nor JSON/],
    ['{ grid: { latent: [1, 2, 3], batchSize: [1, 2, 3, 4] }, seeds: 1000 }', /12000 runs/],
  ])('refuses %s', async (text, message) => {
    await expect(planOf(text).then(() => 'taken')).rejects.toThrow(message);
  });

  test('an anchor bomb ends in an error, not in a full memory', () => {
    const levels = Array.from({ length: 30 }, (_, i) =>
      i === 0 ? 'a0: &a0 [x, x]' : `a${i}: &a${i} [*a${i - 1}, *a${i - 1}, *a${i - 1}]`,
    );
    expect(() => parseSweep(levels.join('\n'), 'bomb.yaml')).toThrow(/bomb\.yaml/);
  });
});

describe('runKey', () => {
  test('is the same for the same run however it is written, and another for whatever changes numbers', async () => {
    const [one] = (await planOf('{ base: { set: { latent: 8, batchSize: 32 } } }')).runs;
    const [same] = (await planOf('{ base: { set: { batchSize: 32 }, model: { latent: 8 } } }')).runs;
    expect(one!.key).toMatch(/^[0-9a-f]{32}$/);
    expect(same!.key).toBe(one!.key);
    const others = await Promise.all(
      [
        'base: { set: { latent: 9, batchSize: 32 } }',
        '{ base: { set: { latent: 8, batchSize: 32 }, data: mnist } }',
        '{ base: { set: { latent: 8, batchSize: 32 }, workers: 2 } }',
        '{ base: { set: { latent: 8, batchSize: 32 }, network: conv-vae } }',
        '{ base: { set: { latent: 8, batchSize: 32 } }, seeds: [2] }',
        '{ base: { set: { latent: 8, batchSize: 32 } }, backend: cpu }',
      ].map((text) => planOf(text)),
    );
    const keys = others.map(({ runs }) => runs[0]!.key);
    expect(new Set([...keys, one!.key]).size).toBe(keys.length + 1);
    expect(runKey(one!.settings, 'wasm', one!.digest)).toBe(one!.key);
  });

  test('canonical JSON orders keys at every depth and leaves lists alone', () => {
    expect(canonicalJson({ b: [3, 1, { d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[3,1,{"c":2,"d":1}]}');
  });
});
