import { cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { lockFolder } from '@rnp/files/node';
import { saveCheckpoint } from '@rnp/vae/node';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { rnp } from './rnp.js';

let cwd: string;
beforeAll(() => {
  cwd = temporaryFolder();
  mkdirSync(join(cwd, 'photos'));
  const data = Float32Array.from({ length: 800 }, (_, at) => (at % 40 === 9 ? 1 : 0));
  const picture = encodePng({ width: 40, height: 20, channels: 1, data });
  for (const name of ['seven', 'one', 'two', 'three', 'four', 'five']) {
    writeFileSync(join(cwd, 'photos', `${name}.png`), picture);
  }
  cpSync(
    fileURLToPath(new URL('../../models/trained/mnist', import.meta.url)),
    join(cwd, 'runs/digits/model'),
    {
      recursive: true,
    },
  );
  writeFileSync(join(cwd, 'sweep.yaml'), '');
  writeFileSync(join(cwd, 'settings.json'), '{}');
});
afterAll(() => rmSync(cwd, { recursive: true }));

/** Every command that takes a model, the images that it needs beside it, and no model. */
const ofModels: readonly (readonly string[])[] = [
  ['eval'],
  ['parse', 'photos/seven.png'],
  ['parse', 'photos'],
  ['export', 'photos/seven.png'],
  ['export-model'],
  ['sample'],
  ['interpolate', '1', '2'],
  ['combine', '1', '2'],
  ['embed'],
  ['report'],
  ['adapt', '--data', 'digits'],
];

/** Every command that takes data, without it. */
const ofData: readonly (readonly string[])[] = [
  ['train', '--steps', '1', '--out', 'none'],
  ['adapt', '--model', 'mnist', '--out', 'none'],
  ['eval', '--model', 'mnist'],
  ['parse', '3', '--model', 'mnist'],
  ['export', '3'],
  ['interpolate', '1', '2', '--model', 'mnist'],
  ['combine', '1', '2', '--model', 'mnist'],
  ['embed', '--model', 'mnist'],
];

function changeConfig(dir: string, more: object): void {
  const path = join(dir, 'config.json');
  const config = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...config, model: { ...config.model, ...more } }));
}

describe('what is named and is not there is a mistake of who typed it: exit code 2, and what is beside it', () => {
  test.each(ofModels)('a model: rnp %s', async (...args) => {
    const typed = args[0] === 'export-model' ? [...args, 'runs/digist'] : [...args, '--model', 'runs/digist'];
    expect(await rnp(typed, cwd)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^rnp: runs\/digist: .*Did you mean runs\/digits\?/),
    });
  });

  test.each(ofModels)(
    'a run that is still training is told from one that is none: rnp %s',
    async (...args) => {
      const lock = await lockFolder(join(cwd, 'runs/begun'));
      try {
        const typed =
          args[0] === 'export-model' ? [...args, 'runs/begun'] : [...args, '--model', 'runs/begun'];
        expect(await rnp(typed, cwd)).toMatchObject({
          code: 1,
          stdout: '',
          stderr: expect.stringMatching(
            /^rnp: runs\/begun: is a run that is still training, and has no model yet/,
          ),
        });
      } finally {
        await lock.release();
      }
    },
  );

  test('a run that was killed is gone on with as train takes it', async () => {
    const bytes = new Uint8Array(1);
    await saveCheckpoint(join(cwd, 'runs/killed'), { step: 3, weights: bytes, adam: bytes, json: {} });
    writeFileSync(join(cwd, 'runs/killed/run.json'), '{}');
    expect(await rnp(['eval', '--model', 'runs/killed'], cwd)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('checkpoint with --resume --out runs/killed'),
    });
  });

  test.each(ofData)('data by its name: rnp %s', async (...args) => {
    expect(await rnp([...args, '--data', 'phtos'], cwd)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^rnp: no data set 'phtos', and no folder\. Did you mean photos\?\n$/),
    });
  });

  test.each([...ofData, ['data', 'describe']])('data by its path: rnp %s', async (...args) => {
    const typed =
      args[0] === 'data' ? [...args, './phtos?colour=yes'] : [...args, '--data', './phtos?colour=yes'];
    expect(await rnp(typed, cwd)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^rnp: \.\/phtos: there is no such folder\. Did you mean \.\/photos\?\n$/,
      ),
    });
  });

  test.each([
    [['train', '--data', './photos/seven.png'], /is a file; name the folder of images/],
    [['parse', 'photos/sevn.png', '--model', 'mnist'], /no such file.*Did you mean photos\/seven\.png\?/],
    [['parse', 'photo/seven.png'], /no such file.*Did you mean photos\/seven\.png\?/],
    [['parse', 'phtos', '--model', 'mnist'], /no such file.*Did you mean photos\?/],
    [['train', '--resume', 'runs/digist'], /no run in runs\/digist.*Did you mean runs\/digits\?/],
    [['train', '--config', 'setings.json'], /no such file.*Did you mean settings\.json\?/],
    [['sweep', 'sweeep.yaml'], /no such file.*Did you mean sweep\.yaml\?/],
    [['eval', '--model', 'mnst'], /^rnp: mnst: .*Did you mean mnist/],
    [['train', '--preset', 'own-pictures'], /own-pictures .*--data FOLDER/],
  ])('rnp %s', async (args, said) => {
    expect(await rnp(args, cwd)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(said) });
  });

  test('what is there and is of no use is a failure: exit code 1', async () => {
    mkdirSync(join(cwd, 'empty'), { recursive: true });
    expect(await rnp(['eval', '--model', './empty'], cwd)).toMatchObject({ code: 1 });
    expect(await rnp(['train', '--data', './empty', '--out', 'none'], cwd)).toMatchObject({ code: 1 });
  });

  test.each([
    ['no config', (dir: string) => rmSync(join(dir, 'config.json'))],
    ['no weights', (dir: string) => rmSync(join(dir, 'model.safetensors'))],
    ['an empty config', (dir: string) => writeFileSync(join(dir, 'config.json'), '')],
    ['a damaged config', (dir: string) => writeFileSync(join(dir, 'config.json'), '{bad')],
    [
      'the config of something else',
      (dir: string) => writeFileSync(join(dir, 'config.json'), '{"schema":"x"}'),
    ],
    ['an impossible config', (dir: string) => changeConfig(dir, { latent: -3 })],
    ['damaged weights', (dir: string) => truncateSync(join(dir, 'model.safetensors'), 1000)],
  ])('so is a model folder with %s, for every command alike', async (name, damage) => {
    const dir = join(cwd, name.replaceAll(' ', '-'));
    cpSync(join(cwd, 'runs/digits/model'), dir, { recursive: true });
    damage(dir);
    const model = `./${basename(dir)}`;
    for (const args of [
      ['sample', '--count', '1', '--model', model],
      ['export-model', model, '--out', 'none.safetensors'],
      ['adapt', '--model', model, '--data', 'digits', '--steps', '1', '--out', 'none'],
    ]) {
      expect([args[0], await rnp(args, cwd)]).toEqual([
        args[0],
        expect.objectContaining({ code: 1, stdout: '' }),
      ]);
    }
  });

  test('so are weights alone', async () => {
    const alone = join('runs', 'digits', 'model', 'model.safetensors');
    expect(await rnp(['sample', '--count', '1', '--model', alone], cwd)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/model\.safetensors: these are weights without a config/),
    });
  });

  test('a parent of --out that has to be made is told where another is called alike', async () => {
    const made = await rnp(['export-model', 'mnist', '--out', 'rusn/mnist.safetensors'], cwd);
    expect(made).toMatchObject({ code: 0, stderr: expect.stringMatching(/rusn is made.*runs is there/) });
    const plain = await rnp(['export-model', 'mnist', '--out', 'other/mnist.safetensors'], cwd);
    expect(plain).toMatchObject({ code: 0, stderr: '' });
  });
});

test('a wrong setting of the data is heard before the folder of the run is looked at', async () => {
  const train = ['train', '--data', 'photos?bad=skip', '--steps', '1', '--no-report', '--out', 'twice'];
  expect(await rnp(train, cwd)).toMatchObject({ code: 0 });
  for (const [data, said] of [
    ['photos?fti=cover', /'fti=cover' is no setting of a folder.*fit/],
    ['digits?size=3', /digits is a data set with a name, which takes no settings/],
    ['./phtos', /no such folder/],
  ] as const) {
    const wrong = await rnp(['train', '--data', data, '--steps', '1', '--out', 'twice'], cwd);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(said) });
  }
});

test('the preset of one’s own pictures takes size and steps by the pictures, as no preset does', async () => {
  const told = async (...args: string[]): Promise<readonly string[]> => {
    const { stderr } = await rnp(['train', '--data', 'photos', ...args, '--out', 'twice'], cwd);
    return stderr.split('\n').filter((line) => line.includes('taken as'));
  };
  const stop = ['--steps', '1', '--no-report', '--overwrite'];
  const lines = await told(...stop);
  expect(lines).toEqual([expect.stringContaining('40×20 (width × height)')]);
  expect(await told('--preset', 'own-pictures', ...stop)).toEqual(lines);
});
