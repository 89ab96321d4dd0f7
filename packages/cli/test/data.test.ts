import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '@rnp/datasets/digits';
import { encode } from 'fast-png';
import { rnp } from './rnp.js';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'rnp-cli-data-'));
});
afterAll(async () => {
  await rm(cwd, { recursive: true });
});

describe('rnp data verify', () => {
  test('names a bad file and exits 1; what is not there is no fault', async () => {
    const dataDir = join(cwd, 'cache');
    const environment = { RNP_DATA_DIR: dataDir };
    const empty = await rnp(['data', 'verify'], cwd, environment);
    expect([empty.code, empty.stdout]).toEqual([0, `no files of data sets in ${dataDir}\n`]);
    const path = join(dataDir, 'omniglot', 'images_background_small1.zip');
    await mkdir(join(dataDir, 'omniglot'), { recursive: true });
    await writeFile(path, new Uint8Array(1_319_022));
    const { code, stdout } = await rnp(['data', 'verify'], cwd, environment);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad +/);
    expect(stdout).toContain(path);
    const json = await rnp(['data', 'verify', '--json'], cwd, environment);
    const verdicts = JSON.parse(json.stdout) as { path: string; state: string; code?: string }[];
    expect(verdicts.find((verdict) => verdict.path === path)).toMatchObject({
      state: 'bad',
      code: 'RNP_DATA_CHECKSUM',
    });
    expect(verdicts.filter(({ state }) => state === 'absent').length).toBe(verdicts.length - 1);
  });
});

describe('--data with a folder of images', () => {
  test('trains and measures, and says how to fit the model', async () => {
    const digits = await embeddedDigits({ split: 'test' });
    await mkdir(join(cwd, 'mine'));
    for (let i = 0; i < 40; i++) {
      const data = digits.images.slice(i * 784, (i + 1) * 784);
      const png = encode({ width: 28, height: 28, channels: 1, depth: 8, data });
      await writeFile(join(cwd, 'mine', `${String(i).padStart(2, '0')}.png`), png);
    }
    const set = ['latent=4', 'childrenPerLevel=2,2', 'batchSize=8'];
    const train = ['train', '--data', './mine', '--steps', '2', '--out', 'run', '--no-report'];
    const trained = await rnp([...train, '--workers', '1', '--set', ...set], cwd);
    expect([trained.code, trained.stderr]).toEqual([0, expect.any(String)]);
    const measured = await rnp(['eval', '--model', 'run', '--json'], cwd);
    expect(JSON.parse(measured.stdout)).toMatchObject({ data: 'mine?size=28x28', images: 8 });
    const wrong = await rnp(['eval', '--model', 'run', '--data', './mine?size=20x20'], cwd);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("--data './mine?size=28x28&colour=no'");
  });
});
