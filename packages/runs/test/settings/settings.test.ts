import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { rnpConfig, trainingConfig } from '@rnp/vae';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { recipes } from '../../src/recipes/recipes.js';
import { trainRun } from '../../src/run/trainRun.js';
import { checkedSettings } from '../../src/settings/checkedSettings.js';
import { parseSetting } from '../../src/settings/parseSetting.js';
import { completeSettings, fromRecipe, merge, resolveSettings } from '../../src/settings/settings.js';
import { settingTable } from '../../src/settings/settingTable.js';
import { defaultSettingValues, settingValues } from '../../src/settings/settingValues.js';

const quick = fromRecipe('quick-start');
const digits = { imageShape: [28, 28, 1] as const, length: 9000 };

describe('parseSetting', () => {
  test.each([
    ['latent=8', { model: { latent: 8 } }],
    ['scaleOffset=2', { model: { scaleOffset: 2 } }],
    ['scaleOffset=1,2', { model: { scaleOffset: [1, 2] } }],
    ['patch=10', { model: { leaf: { kind: 'dense', patch: [10, 10] } } }],
    ['patch=8x12', { model: { leaf: { kind: 'dense', patch: [8, 12] } } }],
    ['leaf=convTranspose', { model: { leaf: { kind: 'convTranspose' } } }],
    ['cell=gru', { model: { cell: 'gru' } }],
    ['clipNorm=none', { training: { clipNorm: null } }],
    ['overlap=none', { training: { overlap: [] } }],
    ['overlap=0.1,0.2', { training: { overlap: [0.1, 0.2] } }],
    ['frozen=none', { training: { frozen: [] } }],
    ['frozen=encoder/, decoder/state/', { training: { frozen: ['encoder/', 'decoder/state/'] } }],
    ['epochs=0.5', { epochs: 0.5 }],
    [' beta = 1e-2 ', { training: { beta: 0.01 } }],
    ['augment=none', { augment: {} }],
    ['augment=rotate:5, shift:2,shear:0', { augment: { shift: 2, rotate: 5 } }],
  ])('%s', (assignment, expected) => {
    expect(parseSetting(assignment, quick)).toEqual(expected);
  });

  test('a change of depth takes the lists along that have an entry per level', () => {
    expect(parseSetting('levels=3', quick)).toEqual({
      model: { childrenPerLevel: [4, 4, 4] },
      training: {
        overlap: [quick.training.overlap![0], quick.training.overlap![1], quick.training.overlap![1]],
      },
    });
    const listed = { ...quick, model: { ...quick.model, scaleOffset: [1, 2] } };
    expect(parseSetting('childrenPerLevel=5', listed)).toEqual({
      model: { childrenPerLevel: [5], scaleOffset: [1] },
      training: { overlap: quick.training.overlap!.slice(0, 1) },
    });
  });

  test.each([
    'latent',
    '=3',
    'nothing=3',
    'latent=',
    'latent=many',
    'levels=0',
    'levels=1.5',
    'epochs=-1',
    'leaf=x',
    'patch=1x2x3',
    'augment=',
    'augment=shift',
    'augment=shift:-1',
    'augment=flip:1',
    'augment=shift:nan',
    'augment=true',
    'augment={"shift":1}',
    'augment=shift:1;scale:0.1',
    'augment=shift:1,shift:2',
    'augment=shift:10000',
    'augment=scale:2',
    'augment=rotate:400',
  ])('refuses %s', (assignment) => {
    expect(() => parseSetting(assignment, quick)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG' }));
  });

  test.each(settingTable)('$name=$example is read as such', ({ name, example }) => {
    // A ground is drawn behind parts that hide it.
    const base = name === 'ground' ? merge(quick, parseSetting('compositing=over', quick)) : quick;
    const settings = merge(base, parseSetting(`${name}=${example}`, base));
    const complete = completeSettings(settings, digits);
    if (name === 'epochs') expect(complete.training.steps).toBe(Number(example) * 140);
    else expect(settingValues(complete)[name]).toBe(example);
  });

  test('every setting of model and training has a name', () => {
    const names = settingTable.map(({ name }) => name);
    const { model, training } = completeSettings(quick, digits);
    // steps of the model are called childrenPerLevel; the data decides the shape.
    const all = [...Object.keys(model), ...Object.keys(training)].filter((name) => name !== 'imageShape');
    expect(names).toEqual(expect.arrayContaining(all));
    expect(new Set(names).size).toBe(names.length);
    // What is listed as a default can be typed.
    for (const [name, value] of Object.entries(defaultSettingValues())) {
      if (value === '' || ['imageShape', 'canvas'].includes(name)) continue;
      expect([name, parseSetting(`${name}=${value}`, quick)]).toEqual([name, expect.any(Object)]);
    }
  });
});

test('a ground needs parts that hide it: sums of a stronger place take it away, and it is refused otherwise', () => {
  const over = merge(quick, { model: { compositing: 'over', ground: 'program' } });
  expect(completeSettings(over, digits).model.ground).toBe('program');
  const summed = merge(over, parseSetting('compositing=sum', over));
  expect(completeSettings(summed, digits).model).toMatchObject({ compositing: 'sum', ground: 'none' });
  expect(() => completeSettings(merge(quick, { model: { ground: 'program' } }), digits)).toThrow(
    expect.objectContaining({ code: 'RNP_CONFIG', path: 'ground' }),
  );
});

describe('resolveSettings', () => {
  test('later sources win: recipe, file, set, settings with names of their own', async () => {
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(
      file,
      JSON.stringify({
        data: 'mnist',
        model: { latent: 5, hidden: 7, imageShape: [9, 9, 1] },
        training: { seed: 4 },
      }),
    );
    const settings = await resolveSettings({
      recipe: 'fashion-mnist',
      config: file,
      set: ['latent=6'],
      seed: 8,
    });
    expect(settings).toMatchObject({
      data: 'mnist',
      model: { latent: 6, hidden: 7 },
      training: { seed: 8, steps: recipes['fashion-mnist']!.training.steps },
    });
    expect(completeSettings(settings, digits).model.imageShape).toEqual([28, 28, 1]);
  });

  test('of steps and epochs the later one counts', async () => {
    const steps = async (recipe: string, set: readonly string[], more: object = {}): Promise<number> =>
      completeSettings(await resolveSettings({ recipe, set, ...more }), digits).training.steps;
    expect(await steps('quick-start', [])).toBe(recipes['quick-start']!.training.steps);
    expect(await steps('quick-start', ['epochs=2', 'batchSize=64'])).toBe(2 * 140);
    expect(await steps('quick-start', ['epochs=2', 'batchSize=90'])).toBe(2 * 100);
    expect(await steps('paper-mnist', [])).toBe(50 * 140);
    expect(await steps('paper-mnist', ['steps=7', 'latent=4'])).toBe(7);
    expect(await steps('paper-mnist', [], { steps: 9 })).toBe(9);
  });

  test('two lengths in one place are refused, whatever place it is; of two places the stronger one counts', async () => {
    const both = { epochs: 3, training: { steps: 4 } };
    const refused = {
      code: 'RNP_CONFIG',
      message: expect.stringMatching(/steps=4 and epochs=3 are two lengths/),
    };
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(file, JSON.stringify(both));
    await expect(resolveSettings({ config: file })).rejects.toMatchObject({ ...refused, path: file });
    await expect(resolveSettings({ settings: both })).rejects.toMatchObject({
      ...refused,
      path: 'sources.settings',
    });
    await expect(resolveSettings({ base: { ...quick, ...both } })).rejects.toMatchObject(refused);
    await expect(resolveSettings({ set: ['steps=4', 'epochs=3'] })).rejects.toMatchObject(refused);
    await expect(resolveSettings({ set: ['epochs=3'], steps: 4 })).rejects.toMatchObject(refused);
    expect(() => completeSettings({ ...quick, ...both }, digits)).toThrow(
      /steps=4 and epochs=3 are two lengths/,
    );
    const settled = await resolveSettings({ settings: { epochs: 3 }, set: ['steps=4'] });
    expect([settled.epochs, settled.training.steps]).toEqual([null, 4]);
  });

  test('an augmentation is taken over, replaced, and taken away', async () => {
    const own = { recipe: 'own-pictures' };
    expect((await resolveSettings(own)).augment).toEqual(recipes['own-pictures']!.augment);
    expect((await resolveSettings({ ...own, set: ['augment=shear:1'] })).augment).toEqual({ shear: 1 });
    expect(await resolveSettings({ ...own, set: ['augment=none'] })).not.toHaveProperty('augment');
    expect(await resolveSettings({})).not.toHaveProperty('augment');
  });

  test('what is started from may lack a name of data that is said, as a model adapts that does not tell its own', async () => {
    expect((await resolveSettings({ data: 'digits' }, { ...quick, data: '' })).data).toBe('digits');
    await expect(resolveSettings({}, null as never)).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      path: 'base',
    });
  });

  test('learning that the encoder or the weights forbid is refused before data is read', async () => {
    const complete = async (...set: string[]): Promise<unknown> =>
      completeSettings(await resolveSettings({ set }), digits);
    await expect(complete('looks=parts', 'learning=amortised')).rejects.toThrow(
      "training.learning: is 'amortised', which teaches an encoder that looks at images alone; leave it out, or set looks=top",
    );
    await expect(complete('looks=all', 'learning=local')).rejects.toThrow('looks=top');
    await expect(complete('beta=0', 'learning=amortised')).rejects.toMatchObject({ path: 'training.beta' });
    await expect(complete('learning=local')).resolves.toBeDefined();
  });

  test('looks that could never learn are refused, unless the encoder has learned already', async () => {
    const settings = await resolveSettings({ set: ['looks=parts', 'frozen=encoder/'] });
    expect(() => checkedSettings(settings, digits, 'wasm')).toThrow(
      /^frozen: an encoder with looks=parts learns .* with frozen=encoder\/ it never does; leave one of them away$/,
    );
    expect(checkedSettings(settings, digits, 'wasm', 'trained').model.looks).toBe('parts');
    for (const set of [['frozen=encoder/'], ['looks=parts', 'frozen=decoder/']])
      checkedSettings(await resolveSettings({ set }), digits, 'wasm');
  });

  test.each([
    ['overlap', '0.03,0.03'],
    ['evenness', '3,3'],
  ] as const)('%s of another depth is explained, and one number is for all levels', async (name, weights) => {
    const other = await resolveSettings({ set: [`${name}=0.1,0.2,0.3`] });
    expect(() => completeSettings(other, digits)).toThrow(`set: ["${name}=${weights}"]`);
    const one = await resolveSettings({ set: [`${name}=0.1`] });
    expect(completeSettings(one, digits).training[name]).toEqual([0.1, 0.1]);
    expect(parseSetting('levels=3', one).training?.[name]).toEqual([0.1, 0.1, 0.1]);
  });

  test.each([
    [{ data: 'digits', trainig: { batchSize: 8 } }, /: trainig: is an unknown .*\. Did you mean training\?$/],
    [{ modle: {} }, /: modle: .*Did you mean model\?$/],
    [{ batchSize: 8 }, /: batchSize: .*\{ "training": \{ "batchSize": … \} \}$/],
    [{ latent: 8 }, /: latent: .*\{ "model": \{ "latent": … \} \}$/],
    [{ canvas: [9, 9] }, /: canvas: .*\{ "model": \{ "canvas": … \} \}$/],
    [{ workers: 0 }, /: workers: must be a whole number from 1, not 0$/],
    [{ epochs: 0 }, /: epochs: must be a number above 0, not 0$/],
    [{ network: 'vae' }, /: network: must be one of rnp, conv-vae, not the string "vae"$/],
    [{ qqqq: 8 }, /: qqqq: .*there are data, network, model, training, epochs, workers, augment$/],
    [{ schema: 'rnp-run', modle: {} }, /: schema: /],
  ])('what nobody would hear of in a file is refused: %j', async (content, message) => {
    const file = join(temporaryFolder(), 'my.json');
    writeFileSync(file, JSON.stringify(content));
    await expect(resolveSettings({ config: file })).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringMatching(message),
    });
  });

  test('null is a length in steps, and an engine per core', async () => {
    const file = join(temporaryFolder(), 'my.json');
    writeFileSync(file, JSON.stringify({ epochs: null, workers: null }));
    expect(await resolveSettings({ config: file })).toEqual(quick);
    expect(() => completeSettings({ ...quick, epochs: 0 }, digits)).toThrow(
      'settings.epochs: must be a number above 0, not 0',
    );
  });

  test('data without images is at fault itself: no batch could be small enough', () => {
    expect(() => completeSettings(quick, { ...digits, length: 0 })).toThrow(
      expect.objectContaining({
        code: 'RNP_CONFIG',
        path: 'data.length',
        message: 'data.length: the data has no images',
      }),
    );
  });

  test('a saved model’s config.json may hold what its writer put beside the settings', async () => {
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(file, JSON.stringify({ schema: 'rnp-model', version: 1, model: { latent: 5 }, own: 1 }));
    expect((await resolveSettings({ config: file })).model.latent).toBe(5);
  });

  test('refuses files that are none', async () => {
    const folder = temporaryFolder();
    for (const content of [
      '',
      '[]',
      '{"model":3}',
      '{"epochs":"many"}',
      '{"data":1}',
      '{"augment":{"flip":1}}',
      '{"augment":2}',
    ]) {
      const file = join(folder, 'bad.json');
      writeFileSync(file, content);
      await expect(resolveSettings({ config: file })).rejects.toMatchObject({ code: 'RNP_CONFIG' });
    }
    await expect(resolveSettings({ config: folder })).rejects.toMatchObject({
      code: 'RNP_FILE',
      path: folder,
    });
  });
});

describe('recipes', () => {
  test.each(Object.entries(recipes))(
    '%s is a model that can be trained',
    (name, { model, training, epochs }) => {
      const imageShape = name === 'paper-eth-80' ? ([50, 50, 3] as const) : ([28, 28, 1] as const);
      expect(rnpConfig({ ...model, imageShape }).childrenPerLevel.length).toBeGreaterThan(0);
      expect(trainingConfig(training).batchSize).toBeGreaterThan(0);
      expect(epochs ?? training.steps).toBeGreaterThan(0);
      expect(completeSettings(fromRecipe(name), { imageShape, length: 1000 }).training.steps).toBeGreaterThan(
        0,
      );
    },
  );
});

test('workers: all cores unless said, as a setting or a flag, within the batch', async () => {
  expect(quick.workers).toBeNull();
  const one = await resolveSettings({ set: ['workers=4'] });
  expect(completeSettings(one, digits).workers).toBe(4);
  expect((await resolveSettings({ workers: 2 })).workers).toBe(2);
  expect((await resolveSettings({ settings: { workers: 4 }, set: ['workers=all'] })).workers).toBeNull();
  expect(() => completeSettings({ ...quick, workers: 65 }, digits)).toThrow(/1 to the batch size, 64/);
  expect(() => completeSettings({ ...quick, workers: 1.5 }, digits)).toThrow(/whole number/);
});

describe('two values of one setting', () => {
  test.each([
    [{ seed: 1, set: ['seed=2'] }, 'seed: 1 and set: ["seed=2"]: two values of seed; give one of them'],
    [{ workers: 1, set: ['workers=2'] }, 'workers: 1 and set: ["workers=2"]: two values of workers'],
    [{ workers: 1, set: ['workers=all'] }, 'workers: 1 and set: ["workers=all"]: two values of workers'],
    [{ steps: 1, set: ['steps=5'] }, 'steps: 1 and set: ["steps=5"]: two values of steps'],
    [{ set: ['latent=8', 'latent=9'] }, 'set: ["latent=8","latent=9"]: two values of latent'],
    [
      { set: ['latent=8', 'hidden=9', ' latent = 9'] },
      'set: ["latent=8"," latent = 9"]: two values of latent',
    ],
  ])('are refused by name: %j', async (sources, message) => {
    await expect(resolveSettings(sources)).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringContaining(message),
    });
    expect(() => trainRun(sources, { out: 'nowhere' })).toThrow(message);
  });

  test('the same value twice is no contradiction, however it is written', async () => {
    const sources = {
      seed: 1,
      set: ['seed=1', 'beta=1e-2', 'beta=0.01', 'childrenPerLevel=5,4', 'childrenPerLevel=5, 4'],
    };
    const { training, model } = await resolveSettings(sources);
    expect([training.seed, training.beta, model.childrenPerLevel]).toEqual([1, 0.01, [5, 4]]);
  });
});

test.each([
  ['scaleOffset', '−1000 to 1000', ['-1000', '1000'], ['-1001', '1001']],
  ['patch', '2 to 16384', ['2'], ['1', '16385']],
  ['workers', '1 to batchSize', ['1', '64'], ['0', '65']],
  ['augment', 'shift up to 1000', ['shift:0', 'shift:1000'], ['shift:1001']],
  ['augment', 'scale up to 1,', ['scale:1'], ['scale:1.1']],
  ['augment', 'rotate up to 180', ['rotate:180'], ['rotate:181']],
  ['augment', 'shear up to 2', ['shear:2'], ['shear:2.1']],
])('%s says its limits, %s, and keeps to them', (name, words, taken, refused) => {
  const complete = (value: string): object =>
    completeSettings(merge(quick, parseSetting(`${name}=${value}`, quick)), digits);
  expect(settingTable.find((one) => one.name === name)!.values).toContain(words);
  for (const value of taken) expect(complete(value)).toEqual(expect.any(Object));
  for (const value of refused) {
    expect(() => complete(value)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG' }));
  }
});
