import { execFileSync } from 'node:child_process';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { completeSettings } from '../../src/settings/settings.js';
import { readSweepFile } from '../../src/sweep/file.js';
import { type SweepPlan, sweepPlan } from '../../src/sweep/plan.js';
import { processesFor } from '../../src/sweep/processes.js';
import { canonicalJson, runKey } from '../../src/sweep/runKey.js';
import { parseSweep } from './parseSweep.js';

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

  test('the preset for folders asks for one', async () => {
    await expect(planOf('base: { preset: own-pictures }')).rejects.toThrow(
      /learns from a folder of your own/,
    );
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

  test('every setting has a folder of its own, on every disk, whatever script its name is in', async () => {
    const names = [
      'a/b',
      'a b',
      'A B',
      '日本',
      '中国',
      '-1',
      '+1',
      'é',
      'e\u0301',
      'nul',
      'x'.repeat(100),
      '..',
      '%',
      '~',
    ];
    const list = names.map((name, i) => ({ name, set: { latent: 3 + i } }));
    const { runs } = await planOf(JSON.stringify({ list }));
    const folders = runs.map(({ name }) => name.split('/')[0]!);
    expect(new Set(folders.map((name) => name.toLowerCase())).size).toBe(names.length);
    for (const folder of folders) expect(folder).toMatch(/^[A-Za-z0-9+=-][A-Za-z0-9.,=+_-]{0,99}$/);
    expect(folders).not.toContain('nul');
    // What can be said in plain letters is.
    expect(folders[1]).toMatch(/^a_b/);
    expect(folders[5]).toBe('-1');
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
    ['gird: { latent: [1] }', /latent\.yaml: .*gird.*Did you mean grid\?/],
    ['grid: { latent: [] }', /grid\.latent/],
    ['seeds: 0', /seeds/],
    ['seeds: [3, 1, 1]', /^some\/latent\.yaml: seeds: 1 stands twice; give each seed once$/],
    ['{ grid: { latent: [1] }, list: [{ name: a }] }', /a grid or a list, not both/],
    ['list: [{ name: a }, { name: b }]', /a\/seed-1 and b\/seed-1 are the same run/],
    ['grid: { latent: [8, "8", 8.0] }', /"latent=8" stands there twice; leave one away/],
    ['list: [{ name: a, set: { latent: 3 } }, { name: a }]', /both have the folder .*; rename one/],
    ['base: { preset: none-such }', /there is no preset "none-such"/],
    [
      'base: { network: gan }',
      /latent\.yaml: latent: network: must be one of rnp, conv-vae, not the string "gan"$/,
    ],
    ['- 3', /latent\.yaml/],
    ['a: b: c', /neither YAML nor JSON/],
    [
      'base:\n  epochs: 3\n  epochs: 4',
      /latent\.yaml: line 3 has epochs again, which stands above it already; keep one of them$/,
    ],
    ['{ "seeds": 2, "seeds": 3 }', /latent\.yaml: line 1 has "seeds" again/],
    [
      '{ grid: { latent: [1, 2, 3], batchSize: [1, 2, 3, 4] }, seeds: 1000 }',
      /12,000 runs, more than 10,000/,
    ],
  ])('refuses %s', async (text, message) => {
    await expect(planOf(text).then(() => 'taken')).rejects.toThrow(message);
  });

  test.each([
    [
      'seeds: three',
      'seeds: must be how many, from 1 to 1000, or a list of whole numbers from 0, not the string "three"',
    ],
    ['grid: { latent: [] }', 'grid.latent: must be a list of length 1 or more, not []'],
    ['base: { epochs: many }', 'base.epochs: must be a number, not the string "many"'],
    ['base: { workers: 1.5 }', 'base.workers: must be a whole number from 1, or all, not 1.5'],
    ['base: { epochs: -1 }', 'latent: epochs: must be a number above 0, not -1'],
    ['grid: { latent: [eight] }', 'latent=eight: latent: must be a whole number, not eight'],
    ['grid: { latent: [-1] }', 'latent=-1: latent: must be a whole number from 1 to 65536, not -1'],
    ['base: { training: { beta: x } }', 'latent: training.beta: must be a number from 0, not the string "x"'],
  ])('a wrong value is told in one form, wherever it is noticed: %s', async (text, complaint) => {
    await expect(planOf(text).then(() => 'taken')).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: `some/latent.yaml: ${complaint}`,
    });
  });

  describe('of very many names', () => {
    const names = (value: unknown): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`key${i}`, value])));
    test.each([
      ['the file', names(1), 'some/latent.yaml'],
      ['its base', `{ "base": ${names(1)} }`, 'some/latent.yaml: base'],
      ['its settings', `{ "base": { "set": ${names(1)} } }`, 'some/latent.yaml: base.set'],
      ['its grid', `{ "grid": ${names([1])} }`, 'some/latent.yaml: grid'],
      ['its augmentation', `{ "base": { "augment": ${names(1)} } }`, 'some/latent.yaml: base.augment'],
    ])('is refused in a line: %s', async (_, text, place) => {
      const { user } = process.cpuUsage();
      const complaint = 'has 10,000 names, such as key0, key1, key2; no part of a sweep has more than 256';
      await expect(planOf(text)).rejects.toMatchObject({ message: `${place}: ${complaint}` });
      // Each compared with all others takes longer.
      expect(process.cpuUsage().user - user).toBeLessThan(4e6);
    });

    test('long ones are cut', async () => {
      const grid = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`a${i}`.padEnd(500, 'x'), [1]]));
      const error = await planOf(JSON.stringify({ grid })).catch((one: Error) => one);
      expect((error as Error).message.length).toBeLessThan(1000);
    });
  });

  test.each([
    ['an alias that leads to itself', 'base: { model: &a { b: *a } }', /leads to itself/],
    ['a key __proto__', 'base: { set: { __proto__: 1 } }', /__proto__: is no setting/],
    ['a key __proto__ in the grid', 'grid: { __proto__: [1, 2] }', /__proto__: is no setting/],
    ['steps 2.5', 'base: { set: { steps: 2.5 } }', /latent\.yaml: latent: .*steps/],
    ['steps 2.5 in training', 'base: { training: { steps: 2.5 } }', /latent\.yaml: latent: .*steps/],
    ['an unknown setting of the model', 'base: { model: { latnet: 3 } }', /latnet/],
    ['a value that no model takes', 'grid: { latent: [8, -1] }', /latent=-1: .*latent/],
    ['overlap of another depth', 'base: { set: { overlap: [0.1, 0.2, 0.3] } }', /overlap: has 3 weights/],
    ['a backend that is a path', '{ seeds: 1, backend: ../../evil.js }', /no backend is called/],
    ['workers where there are none', '{ base: { workers: 2 }, backend: cpu }', /workers compute on wasm/],
    ['a batch larger than the data', 'base: { set: { batchSize: 100000 } }', /fewer than a batch/],
    ['data that is nowhere', 'base: { data: nothing-here }', /no data set 'nothing-here'/],
    ['frozen parameters that are none', 'base: { set: { frozen: nothing/ } }', /nothing\//],
    [
      'two depths',
      'grid: { levels: [1, 2], childrenPerLevel: [[3, 3, 3]] }',
      /levels=1 childrenPerLevel=3,3,3: .*two depths/,
    ],
    ['two lengths', 'grid: { epochs: [1, 2], steps: [9] }', /steps=9 and epochs=1 are two lengths/],
    [
      'two lengths in objects',
      'base: { epochs: 2, training: { steps: 9 } }',
      /^some\/latent\.yaml: latent: steps=9 and epochs=2 are two lengths/,
    ],
    [
      'epochs beside steps that are set',
      'base: { epochs: 2, set: { steps: 3 } }',
      /^some\/latent\.yaml: latent: steps=3 and epochs=2 are two lengths/,
    ],
    [
      'steps beside epochs that are set',
      'list: [{ name: a, training: { steps: 7 }, set: { epochs: 2 } }]',
      /^some\/latent\.yaml: a: steps=7 and epochs=2 are two lengths/,
    ],
    [
      'children beside levels that are set',
      'base: { model: { childrenPerLevel: [3, 3] }, set: { levels: 3 } }',
      /levels=3 and childrenPerLevel=3,3, of 2, are two depths/,
    ],
    [
      'lines beside a patch that is set',
      'base: { model: { leaf: { kind: convTranspose } }, set: { patch: 6 } }',
      /patch=6 is of leaf=dense, not of leaf=convTranspose/,
    ],
    ['a patch of lines', 'base: { set: { patch: 6, leaf: line } }', /patch=6 is of leaf=dense/],
  ])('refuses %s before anything runs, as train would', async (_, text, message) => {
    await expect(planOf(text).then(() => 'taken')).rejects.toThrow(message);
  });

  test.each([
    ['grid: { seed: [5, 6] }', {}, /grid\.seed: .*say seeds: \[5, 6\]/],
    ['base: { set: { seed: 9 } }', {}, /base\.set\.seed: .*say seeds: \[9\]/],
    ['base: { training: { seed: 9 } }', {}, /base\.training\.seed/],
    ['list: [{ name: a, set: { seed: 9 } }]', {}, /list\.0\.set\.seed/],
    ['list: [{ name: a, training: { seed: 9 } }]', {}, /list\.0\.training\.seed/],
    ['seeds: 1', { set: ['seed=9'] }, /^set: \["seed=9"\]: .*say seeds: \[9\]/],
    ['grid: { latent: [8] }', { set: ['latent=3'] }, /grid\.latent: set: \["latent=3"\] would/],
    [
      'grid: { levels: [1] }',
      { set: ['childrenPerLevel=3,3'] },
      /grid\.levels: set: \["childrenPerLevel=3,3"\] would/,
    ],
    ['grid: { epochs: [1] }', { steps: 3 }, /grid\.epochs: steps: 3 would/],
    [
      'grid: { latent: [8] }',
      { settings: { model: { latent: 3 } } },
      /grid\.latent: settings\.model\.latent: 3 would/,
    ],
  ])('what nobody would hear of is refused: %s with %j', async (text, over, message) => {
    await expect(planOf(text, over).then(() => 'taken')).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(message),
    });
  });

  test('two values of one setting beside the file are refused', async () => {
    await expect(planOf('seeds: 1', { steps: 1, set: ['steps=5'] })).rejects.toThrow(
      'steps: 1 and set: ["steps=5"]: two values of steps; give one of them',
    );
    expect((await planOf('seeds: 1', { steps: 5, set: ['steps=5'] })).runs[0]!.settings.training.steps).toBe(
      5,
    );
  });

  test('what changes nothing makes no second run', async () => {
    const same = /are the same run; leave one away/;
    await expect(
      planOf('list: [{ name: a, set: { overlap: 0.1 } }, { name: b, set: { overlap: [0.1, 0.1] } }]'),
    ).rejects.toThrow(same);
    await expect(planOf('grid: { childrenPerLevel: [[4, 4], [4, 4]] }')).rejects.toThrow(
      /stands there twice/,
    );
    await expect(
      planOf('list: [{ name: a, set: { cell: gru } }, { name: b, set: {cell: lstm } }]'),
    ).resolves.toBeDefined();
  });

  test.each([
    'grid: { overlap: [0, none] }',
    'grid: { overlap: [none, [0, 0]] }',
    '{ base: { set: { overlapDelay: 50 } }, list: [{ name: a, set: { overlap: none } }, { name: b, preset: quick-start, set: { overlap: 0 } }] }',
    '{ base: { set: { rendering: nested } }, list: [{ name: a }, { name: b, set: { canvas: 28 } }] }',
    'grid: { frozen: [decoder/, [decoder/, decoder/state/]] }',
    'grid: { frozen: [[decoder/, encoder/mean/], [encoder/mean/, decoder/]] }',
    '{ base: { network: conv-vae }, list: [{ name: a }, { name: b, preset: fashion-mnist, data: digits, training: { warmup: 300 } }] }',
    'grid: { augment: [none, "shift:0"] }',
  ])('two ways to say one run make no second one: %s', async (text) => {
    await expect(planOf(text)).rejects.toThrow(/are the same run; leave one away/);
  });

  test.each(['', '# nothing yet', '{}', 'null', 'about: x', 'backend: cpu'])(
    'a file that says nothing is refused: %j',
    (text) => {
      expect(() => parseSweep(text, 'some/latent.yaml')).toThrow(
        /^some\/latent\.yaml: says nothing to run; a sweep has at least one of base, grid, list, seeds$/,
      );
    },
  );

  test('what has no effect beside the rest of its place is refused by name, and may come from a weaker place', async () => {
    await expect(planOf('grid: { network: [rnp, conv-vae], overlap: [0.1] }')).rejects.toThrow(
      /network=conv-vae overlap=0\.1: overlap has no effect with network=conv-vae/,
    );
    await expect(planOf('base: { network: conv-vae, model: { scaleOffset: 2 } }')).rejects.toThrow(
      /scaleOffset has no effect with network=conv-vae/,
    );
    const { runs } = await planOf('{ base: { set: { overlap: 0.1 } }, grid: { network: [rnp, conv-vae] } }');
    expect(runs).toHaveLength(2);
  });

  test('levels stretch what the base says, and a dense leaf keeps its patch', async () => {
    const { runs } = await planOf(
      '{ base: { set: { childrenPerLevel: [3, 2], patch: 6 } }, grid: { levels: [1, 3], leaf: [dense] } }',
    );
    expect(runs.map(({ settings }) => settings.model.childrenPerLevel)).toEqual([[3], [3, 2, 2]]);
    expect(runs[0]!.settings.model.leaf).toEqual({ kind: 'dense', patch: [6, 6] });
  });

  test('workers=all is heard', async () => {
    const plan = await planOf('{ base: { set: { workers: all } } }');
    expect(plan.runs[0]!.settings.workers).toBeNull();
    expect(processesFor(plan)).toBe(1);
    expect((await planOf('{ base: { workers: all } }')).runs[0]!.settings.workers).toBeNull();
  });

  test.each([
    ['seeds: 99999999999999999999', 'seeds: must be a number of 1000 or less, not 100000000000000000000'],
    ['list: [{ set: { latent: 8 } }]', 'list.0: has no name; give it one, as in name: plain'],
    ['grid: { latent: [x] }', 'latent: must be a whole number, not x'],
    [
      'base:\n  data: !!js/function "x"',
      'line 2: the tag !!js/function means nothing here; write the value without it',
    ],
  ])('one complaint in our words: %s', async (text, message) => {
    await expect(planOf(text)).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`: ${message.replace(/[.*!]/g, '\\$&')}$`)),
    });
  });

  test('an augmentation is said as it is typed, or by name', async () => {
    const said = async (text: string) =>
      (await planOf(`{ base: { augment: ${text} } }`)).runs[0]!.settings.augment;
    expect(await said("'shift:2'")).toEqual({ shift: 2 });
    expect(await said('{ shift: 2 }')).toEqual({ shift: 2 });
    await expect(said('2')).rejects.toThrow(
      'base.augment: must be an object such as { shift: 2 }, or a text such as shift:2, not 2',
    );
  });

  test('a grid is counted, not built, before it is refused', async () => {
    const hundred = `[${Array.from({ length: 100 }, (_, i) => i + 1)}]`;
    const settings = ['latent', 'batchSize', 'warmup', 'hidden', 'hyperHidden', 'cellInput', 'overlapDelay'];
    const grid = settings.map((name) => `${name}: ${hundred}`).join(', ');
    // 10^14 settings: building them would end the process.
    await expect(planOf(`grid: { ${grid} }`).then(() => 'taken')).rejects.toThrow(/100,000,000,000,000 runs/);
  });

  test('one overlap is for all levels', async () => {
    const { runs } = await planOf('base: { set: { overlap: 0.1 } }');
    const data = { imageShape: [28, 28, 1], length: 9000 } as const;
    expect(completeSettings(runs[0]!.settings, data).training.overlap).toEqual([0.1, 0.1]);
  });

  test('what is no file, or no sweep by its size, is not read', async () => {
    const dir = temporaryFolder();
    await expect(readSweepFile(join(dir, 'none.yaml'))).rejects.toMatchObject({
      code: 'RNP_FILE',
      message: expect.stringContaining('there is no such file; give a sweep'),
    });
    await expect(readSweepFile(dir)).rejects.toThrow(/is a folder/);
    execFileSync('mkfifo', [join(dir, 'pipe.yaml')]);
    await expect(readSweepFile(join(dir, 'pipe.yaml'))).rejects.toThrow(/is a pipe/);
    writeFileSync(join(dir, 'large.yaml'), 'x');
    truncateSync(join(dir, 'large.yaml'), 3e9);
    await expect(readSweepFile(join(dir, 'large.yaml'))).rejects.toThrow(/has 3000000000 bytes/);
    writeFileSync(join(dir, 'bom.yaml'), '\uFEFFbase: { set: { latent: 8 } }');
    expect((await readSweepFile(join(dir, 'bom.yaml'))).base.set).toEqual({ latent: 8 });
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
        '{ base: { set: { latent: 8, batchSize: 32, augment: "shift:1" } } }',
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
