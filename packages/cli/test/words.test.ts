import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { readJsonFile, readTextFile } from '../src/input/readTextFile.js';
import { parseSetting } from '../src/settings/parseSetting.js';
import { presets } from '../src/settings/presets.js';
import { settingAliases } from '../src/settings/settingAliases.js';
import { settingDefaults } from '../src/settings/settingDefaults.js';
import { fromPreset, resolveSettings } from '../src/settings/settings.js';
import { settingNames } from '../src/settings/settingTable.js';
import { inColumns } from '../src/words/columns.js';
import { meantBy } from '../src/words/didYouMean.js';
import { type Ended, rnp, temporaryFolder } from './rnp.js';

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
    expect(() => parseSetting(`${typed}=1`, fromPreset('quick-start'))).toThrow(`Did you mean ${meant}`);
  });

  test('of presets, data sets, keys of a sweep', () => {
    expect(meantBy('paper-mnst', Object.keys(presets))).toEqual(['paper-mnist']);
    const sets = ['digits', 'mnist', 'fashion-mnist', 'omniglot', 'eth-80'];
    for (const typed of ['minst', 'mnist-', 'mnits']) expect(meantBy(typed, sets)).toEqual(['mnist']);
    expect(meantBy('gird', ['base', 'grid', 'list', 'seeds'])).toEqual(['grid']);
    expect(meantBy('qqq', sets)).toEqual([]);
    expect(meantBy('', sets)).toEqual([]);
  });

  test('nothing: all there is, side by side', () => {
    expect(inColumns(['one', 'three', 'two'], 20)).toEqual(['  one    two', '  three']);
    const error = (() => {
      try {
        return parseSetting('qqqq=1', fromPreset('quick-start'));
      } catch (one) {
        return one;
      }
    })();
    expect(error).toMatchObject({ code: 'RNP_USAGE', choices: settingNames });
  });

  test.each([
    [['train', '--levels', '3'], /'--levels'\. levels is a setting: write --set levels=3$/m],
    [['train', '--lr=1e-3'], /learningRate is a setting: write --set learningRate=1e-3$/m],
    [['train', '--minuets', '2'], /Did you mean --minutes\?$/m],
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
    [['--set', 'stepsPerLevel=3,3,3', 'levels=2'], /two depths/],
    [['--out', ''], /--out is empty/],
    [['--out', '/proc/x/y'], /no file can be kept/],
  ])('train %j', async (args, message) => {
    if (args[1] === '/proc/x/y' && process.platform !== 'linux') return;
    const { code, stderr } = await run('train', ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });

  test('two ways to say one depth agree', async () => {
    const { model } = await resolveSettings({ set: ['stepsPerLevel=3,3', 'levels=2'] });
    expect(model.steps).toEqual([3, 3]);
  });
});

test('what a preset sets can be read', async () => {
  expect(settingDefaults('paper-mnist')).toMatchObject({
    latent: '8',
    stepsPerLevel: '3,3',
    epochs: '50',
    steps: '',
    learningRate: '0.0001',
  });
  for (const name of Object.keys(presets)) expect(settingDefaults(name).latent).toMatch(/^\d+$/);
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

describe('files that people write', () => {
  const path = join(cwd, 'settings.json');
  const text = '{ "training": { "steps": 3 } }';

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-8', Buffer.from(text)],
  ])('%s is read', async (_, bytes) => {
    writeFileSync(path, bytes);
    expect(await readJsonFile(path, 'settings')).toEqual({ training: { steps: 3 } });
    expect((await resolveSettings({ config: path })).training.steps).toBe(3);
  });

  test.each([
    ['UTF-16, little-endian', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, little-endian', Buffer.from(text, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['no text in UTF-8', Buffer.from([0x7b, 0xe9, 0x7d])],
  ])('%s is refused, and said to be that', async (what, bytes) => {
    writeFileSync(path, bytes);
    await expect(readTextFile(path, 'settings')).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringContaining(what),
    });
  });

  test('pipes, devices, folders and what is too large are refused', async () => {
    const pipe = join(cwd, 'pipe');
    if (process.platform !== 'win32') {
      execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
      await expect(readTextFile(pipe, 'settings')).rejects.toThrow(/pipe or a device/);
      await expect(readTextFile('/dev/zero', 'settings')).rejects.toThrow(/pipe or a device/);
    }
    await expect(readTextFile(cwd, 'settings')).rejects.toThrow(/is a folder; give settings/);
    await expect(readTextFile(join(cwd, 'none'), 'settings')).rejects.toThrow(
      /no file .*none; give settings/,
    );
    const large = join(cwd, 'large');
    writeFileSync(large, Buffer.alloc(16 * 1024 * 1024 + 1, 32));
    await expect(readTextFile(large, 'settings')).rejects.toThrow(/more than 16777216/);
  });
});
