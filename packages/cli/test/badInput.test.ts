import { cpSync, existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import type { Command } from 'commander';
import { createProgram } from '../src/commandLine/program.js';
import { alone, type Ended, rnp } from './rnp.js';

/** Holds `run/model`, a model of four parts of four subparts each, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);

beforeAll(() => {
  const trained = fileURLToPath(new URL('../../models/trained/mnist', import.meta.url));
  mkdirSync(join(cwd, 'run', 'model'), { recursive: true });
  for (const name of ['config.json', 'model.safetensors'])
    cpSync(join(trained, name), join(cwd, 'run', 'model', name));
});

describe('bad input ends with one line and an exit code', () => {
  const bad = async (code: number, message: RegExp, ...args: string[]): Promise<void> => {
    const ended = await run(...args);
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(message) });
    // Before it may stand what the images are.
    expect(ended.stderr.match(/^rnp: .*$/gm)).toEqual([ended.stderr.trimEnd().split('\n').at(-1)]);
  };

  test('models', async () => {
    await bad(2, /^rnp: nowhere: there is no such folder/, 'eval', '--model', 'nowhere');
    await bad(2, /name a model with --model: mnist/, 'eval');
    mkdirSync(join(cwd, 'empty'));
    await bad(1, /there is no config\.json/, 'sample', '--model', 'empty');
    cpSync(join(cwd, 'run', 'model'), join(cwd, 'short'), { recursive: true });
    truncateSync(join(cwd, 'short', 'model.safetensors'), 1000);
    await bad(1, /short.*model\.safetensors: /, 'eval', '--model', 'short');
    writeFileSync(join(cwd, 'short', 'config.json'), '{"schema":');
    await bad(
      1,
      /config\.json: is no JSON .*Copy it again, or train the model again/,
      'eval',
      '--model',
      'short',
    );
  });

  test('parts', async () => {
    const combine = ['combine', '3', '8', '--model', 'run', '--data', 'digits'];
    await bad(2, /no part 5: the image has parts 1 to 4/, ...combine, '--part', '1', '--with', '5');
    await bad(2, /no part 2\.5: part 2 has parts 1 to 4/, ...combine, '--part', '2.5');
    await bad(2, /no part 1\.1\.1: part 1\.1 is a leaf/, ...combine, '--part', '1.1.1');
    await bad(2, /of different levels/, ...combine, '--part', '1', '--with', '2.1');
    await bad(2, /number of a part, from 1/, ...combine, '--part', '0');
    await bad(2, /comes in the place of --part/, ...combine, '--with', '1');
    await bad(2, /0 to 1/, ...combine, '--share', '2');
    await bad(2, /cannot be used with/, ...combine, '--share', '0.2', '--part', '1');
  });

  test('names and values', async () => {
    await bad(2, /no preset "quick"\. Did you mean quick-start/, 'train', '--preset', 'quick', '--out', 'no');
    await bad(2, /no setting "latnt"\. Did you mean latent/, 'train', '--set', 'latnt=3', '--out', 'no');
    await bad(2, /latent: must be a whole number, not x$/m, 'train', '--set', 'latent=x', '--out', 'no');
    await bad(2, /latent: must be a whole number/, 'train', '--set', 'latent=0.5', '--out', 'no');
    for (const [setting, said] of [
      ['network=gan', 'network: must be one of rnp, conv-vae, not gan'],
      ['cell=foo', 'cell: must be one of .*, not foo'],
      ['overlap=a,0.1', 'overlap: must be a number, not a'],
      ['leaf=', 'leaf: must be one of .*, not ""; primitives'],
      ['augment=turn', 'augment: must be none, or .*, not turn'],
      ['latent', '--set takes name=value, such as latent=16, not latent'],
    ] as const)
      await bad(2, new RegExp(`^rnp: ${said}`), 'train', '--set', setting, '--out', 'no');
    await bad(2, /no backend is called 'nothing'/, 'train', '--backend', 'nothing', '--out', 'no');
    await bad(2, /no data set 'nothing'/, 'train', '--data', 'nothing', '--out', 'no');
    await bad(1, /run: holds no \.png, \.jpg or \.jpeg files/, 'train', '--data', './run', '--out', 'no');
    await bad(2, /fewer than a batch/, 'train', '--set', 'batchSize=99999', '--out', 'no');
    await bad(2, /there is no run in no;/, 'train', '--resume', 'no');
    await bad(2, /must be a whole number/, 'train', '--steps', '1.5');
    await bad(2, /lies in \S+config\.json, which is no folder/, 'train', '--out', 'run/model/config.json/x');
    // Nothing that did not begin leaves a folder behind.
    expect(existsSync(join(cwd, 'no'))).toBe(false);
  });

  test('--json gives errors as JSON, RNP_DEBUG a stack', async () => {
    const { code, stderr } = await run('eval', '--model', 'nowhere', '--json');
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'RNP_FILE',
        message: expect.stringContaining('nowhere'),
        path: 'nowhere',
        exitCode: code,
      },
    });
    const debug = await rnp(['eval', '--model', 'nowhere'], cwd, { RNP_DEBUG: '1' });
    expect(debug.stderr).toMatch(/^\s+at /m);
    const both = await rnp(['eval', '--model', 'nowhere', '--json'], cwd, { RNP_DEBUG: '1' });
    expect(lastOf(both)).toMatchObject({ error: { code: 'RNP_FILE' } });
    expect(both.stderr).toMatch(/^\s+at /m);
  });

  const lastOf = ({ stderr }: Ended): unknown => JSON.parse(stderr.trimEnd().split('\n').at(-1)!);

  test('behind what is told on the way, as of mirrors that cannot be reached, the error is the last line', async () => {
    const hook = `globalThis.fetch = () => Promise.reject(new TypeError('no network'))`;
    const env = {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
      RNP_DATA_DIR: join(cwd, 'no-data'),
    };
    const ended = await alone(['eval', '--model', 'run', '--data', 'mnist', '--json'], cwd, env);
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    const failed = ended.stderr.split('\n').filter((line) => /^https:.*no network/.test(line));
    // The last one has none behind it.
    expect(failed.map((line) => line.endsWith('trying the next mirror'))).toEqual([true, false]);
    expect(lastOf(ended)).toMatchObject({ error: { code: 'RNP_DATA_DOWNLOAD', exitCode: 1 } });
  });
});

describe('what there is', () => {
  test('the help of every command begins with an example of it', async () => {
    const named = (one: { name(): string; commands: readonly Command[] }, path: string[]): string[][] => [
      path,
      ...one.commands.flatMap((child) => named(child, [...path, child.name()])),
    ];
    const commands = named(createProgram([]), []);
    expect(commands.length).toBeGreaterThan(20);
    for (const command of commands) {
      const { code, stdout } = await run(...command, '--help');
      const begins = stdout.startsWith(['  $ rnp', ...command].join(' '));
      expect({ command, code, begins }).toEqual({ command, code: 0, begins: true });
      expect(stdout).toContain('\nUsage: rnp');
    }
  });

  test('lists of data, presets and settings', async () => {
    const names = async (...args: string[]): Promise<string[]> =>
      (JSON.parse((await run(...args, '--json')).stdout) as { name: string }[]).map(({ name }) => name);
    expect(await names('data', 'list')).toEqual([
      'digits',
      'mnist',
      'fashion-mnist',
      'omniglot',
      'omniglot-full',
      'eth-80',
      'digit-pairs',
      'mnist-pairs',
      'scenes',
    ]);
    expect(await names('settings')).toEqual(expect.arrayContaining(['latent', 'overlap', 'cell', 'steps']));
    expect((await run('presets')).stdout).toContain('paper-two-primitives');
    expect((await run('data', 'get', 'digits')).stdout).toContain('digits test: 1000 images of 28×28×1');
  });
});
