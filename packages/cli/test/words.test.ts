import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { recipes } from '@rnp/runs/recipes';
import {
  bookkeepingTable,
  defaultSettingValues,
  fromRecipe,
  parseSetting,
  resolveSettings,
  settingAliases,
  settingNames,
} from '@rnp/runs/settings';
import { inColumns, meantBy } from '@rnp/runs/words';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { createProgram } from '../src/commandLine/program.js';
import { type Ended, rnp } from './rnp.js';

const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);

describe('what was meant', () => {
  test.each([
    ['level', 'levels'],
    ['lr', 'learningRate'],
    ['learning_rate', 'learningRate'],
    ['batch-size', 'batchSize'],
    ['bs', 'batchSize'],
    ['epoch', 'epochs'],
    ['latnet', 'latent'],
    ['Overlap', 'overlap'],
    ['warmpu', 'warmup'],
  ])('the setting %s is %s', (typed, meant) => {
    expect(meantBy(typed, settingNames, settingAliases)[0]).toBe(meant);
    expect(() => parseSetting(`${typed}=1`, fromRecipe('quick-start'))).toThrow(`Did you mean ${meant}`);
  });

  test('of presets, data sets, keys of a sweep', () => {
    expect(meantBy('paper-mnst', Object.keys(recipes))).toEqual(['paper-mnist']);
    const sets = ['digits', 'mnist', 'fashion-mnist', 'omniglot', 'eth-80'];
    for (const typed of ['minst', 'mnist-', 'mnits']) expect(meantBy(typed, sets)).toEqual(['mnist']);
    expect(meantBy('gird', ['base', 'grid', 'list', 'seeds'])).toEqual(['grid']);
    expect(meantBy('qqq', sets)).toEqual([]);
    expect(meantBy('nonsense', settingNames, settingAliases)).toEqual([]);
    expect(meantBy('', sets)).toEqual([]);
  });

  test('nothing: all there is, side by side', () => {
    expect(inColumns(['one', 'three', 'two'], 20)).toEqual(['  one    two', '  three']);
    const error = (() => {
      try {
        return parseSetting('qqqq=1', fromRecipe('quick-start'));
      } catch (one) {
        return one;
      }
    })();
    expect(error).toMatchObject({ code: 'RNP_CONFIG', choices: settingNames });
  });

  test.each([
    [['train', '--levels', '3'], /'--levels'\. levels is a setting: write --set levels=3$/m],
    [['train', '--lr=1e-3'], /learningRate is a setting: write --set learningRate=1e-3$/m],
    [['train', '--evaluate-every', 'epoc'], /a whole number of at least 1, or epoch\.$/m],
    [['train', '--minuets', '2'], /Did you mean --minutes\?$/m],
    [['train', '--stps', '3'], /Did you mean --steps\?$/m],
    [['parse', '3', '--refine', '50'], /'--refine'\. Did you mean --infer\?$/m],
    [['parse', '-1'], /-1: .* the index of an image is a whole number from 0$/m],
    [['parse', '3.5', '--model', 'mnist'], /3\.5: .* the index of an image is a whole number from 0$/m],
    [['export', '+3'], /\+3: .* the index of an image is a whole number from 0$/m],
    [['trian'], /Did you mean train\?$/m],
    [['train', '--preset', 'paper-mnst'], /Did you mean paper-mnist\?$/m],
    [['eval', '--model', 'mnist', '--data', 'minst'], /Did you mean mnist\?$/m],
    [['data', 'describe', 'minst'], /Did you mean mnist\?$/m],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('what is beside the settings has a row, and an option from it', () => {
  test.each(Object.entries(bookkeepingTable))('%s', (name, { meaning, otherwise, values, example }) => {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const long = values.type === 'flag' ? `--no-${dashed}` : `--${dashed}`;
    for (const command of ['train', 'adapt']) {
      const [option] = createProgram([])
        .commands.filter((one) => one.name() === command)
        .flatMap(({ options }) => options.filter((one) => one.long === long));
      expect(option!.description).toContain(meaning);
      if (values.type === 'flag') continue;
      expect(option!.description).toContain(`(default: ${otherwise})`);
      expect(option!.parseArg!(String(example), undefined)).toBe(example);
      expect(() => option!.parseArg!('0', undefined)).toThrow(/whole number of at least 1/);
    }
  });

  test('who takes one for a setting is told the option', async () => {
    const { code, stderr } = await run('train', '--set', 'evaluateEvery=epoch');
    expect([code, stderr]).toEqual([2, expect.stringMatching(/beside them: --evaluate-every$/m)]);
  });
});

describe('what words alone can tell is told before a folder is looked at', () => {
  beforeAll(() => {
    mkdirSync(join(cwd, 'runs', 'quick-start', 'model'), { recursive: true });
    writeFileSync(join(cwd, 'runs', 'quick-start', 'run.json'), '{}');
  });

  test.each([
    [['--preset', 'quick-start'], /holds a run already/],
    [['--preset', 'quick-start', '--data', 'minst'], /no data set 'minst'/],
    [['--backend', 'wasmm'], /no backend is called 'wasmm'\. Did you mean wasm\?/],
    [['--set', 'beta=-1'], /beta/],
    [['--set', 'childrenPerLevel=3,3,3', 'levels=2'], /two depths/],
    [['--trace-ops', '--set', 'workers=2'], /--trace-ops trains in one thread; leave --set workers=2 away/],
    [['--seed', '1', '--set', 'seed=2'], /--seed 1 and --set seed=2: two values of seed; give one of them/],
    [['--set', 'latent=8', 'latent=9'], /--set latent=8 latent=9: two values of latent; give one of them/],
    [['--out', ''], /--out is empty/],
    [['--out', '/proc/x/y'], /no file can be kept/],
  ])('train %j', async (args, message) => {
    if (args[1] === '/proc/x/y' && process.platform !== 'linux') return;
    const { code, stderr } = await run('train', ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('two ways to say one depth agree', async () => {
    const { model } = await resolveSettings({ set: ['childrenPerLevel=3,3', 'levels=2'] });
    expect(model.childrenPerLevel).toEqual([3, 3]);
  });
});

test('what a preset sets can be read', async () => {
  expect(defaultSettingValues('paper-mnist')).toMatchObject({
    latent: '8',
    childrenPerLevel: '3,3',
    epochs: '50',
    steps: '',
    learningRate: '0.0001',
  });
  for (const name of Object.keys(recipes)) expect(defaultSettingValues(name).latent).toMatch(/^\d+$/);
  const [all, one, preset] = await Promise.all([
    run('settings', '--preset', 'paper-mnist'),
    run('settings', 'levels', '--preset', 'digit-pairs', '--json'),
    run('presets', 'paper-mnist'),
  ]);
  expect(all.stdout).toMatch(/^reduction +sum /m);
  expect(JSON.parse(one.stdout)).toEqual([
    expect.objectContaining({
      name: 'levels',
      default: '3',
      meaning: expect.stringContaining('three-level'),
    }),
  ]);
  expect(preset.stdout).toMatch(/^paper-mnist: .*\ndata +mnist [\s\S]*^latent +8 /m);
});
