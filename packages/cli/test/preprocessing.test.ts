import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { encode } from 'fast-png';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `photos`, pictures in transparent colour, and `run`, a model that learned from them in no usual way. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);
const treeOf = async (source: string, ...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await run('parse', source, '--model', 'run', ...args, '--json');
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
};
const configPath = join(cwd, 'run/model/config.json');
const how = 'size=16x24&colour=no&fit=cover&invert=no&background=black';
const files = ['a', 'b', 'c', 'd'].map((name) => join('photos', 'train', `${name}.png`));

beforeAll(async () => {
  for (const split of ['train', 'test']) {
    mkdirSync(join(cwd, 'photos', split), { recursive: true });
    for (const [i, name] of ['a', 'b', 'c', 'd'].entries()) {
      const [width, height] = [50, 30];
      const data = Uint8Array.from({ length: width * height * 4 }, (_, at) => {
        const [x, y] = [Math.floor(at / 4) % width, Math.floor(at / 4 / width)];
        const inside = Math.hypot(x - 20 - 3 * i, y - 15) < 9;
        return at % 4 === 3 ? (inside ? 255 : x + y) : [220, 60 * i, 3 * x][at % 4]!;
      });
      writeFileSync(join(cwd, 'photos', split, `${name}.png`), encode({ width, height, channels: 4, data }));
    }
  }
  const options = ['--steps', '3', ...tiny, '--no-report', '--out', 'run'];
  const { code, stderr } = await run('train', '--data', `photos?${how}`, ...options);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('what a folder was trained with', () => {
  test('stands in the model’s config.json', () => {
    expect(JSON.parse(readFileSync(configPath, 'utf8')).preprocessing).toEqual({
      size: [16, 24],
      channels: 1,
      fit: 'cover',
      background: 'black',
      invert: false,
      ink: false,
    });
  });

  test('is what parse applies: a file has the tree of the image that it is in the data, to the last bit', async () => {
    for (const [index, file] of files.entries())
      expect(await treeOf(file)).toEqual(await treeOf(String(index), '--split', 'train'));
  });

  test('is what a corpus, eval and figures of several pictures apply', async () => {
    const parsed = await run('parse', 'photos/train', '--model', 'run', '--merge', '--out', 'trees');
    expect(parsed.code).toBe(0);
    const records = readFileSync(join(cwd, 'trees', 'trees.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const alone = (await treeOf(files[1]!)) as { readonly root: { readonly program: readonly number[] } };
    const { image, tree } = JSON.parse(records[1]!);
    expect(image).toBe('b.png');
    // But for the order of sums in a small batch.
    tree.root.program.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(alone.root.program[i]!, 4);
    });
    const figures = async (...data: string[]): Promise<unknown> =>
      JSON.parse((await run('eval', '--model', 'run', ...data, '--json')).stdout);
    // The folder under another way of writing it is prepared as it was, without being told.
    expect(await figures('--data', './photos')).toMatchObject({
      ssePerImage: ((await figures()) as { readonly ssePerImage: number }).ssePerImage,
    });
    for (const command of ['interpolate', 'combine']) {
      const two = [command, files[0]!, files[1]!, '--model', 'run'];
      const [asFiles, asData] = [
        await run(...two, '--out', `${command}-files.svg`),
        await run(command, '0', '1', '--model', 'run', '--split', 'train', '--out', `${command}-data.svg`),
      ];
      expect([asFiles.code, asData.code]).toEqual([0, 0]);
      // The words beside the pictures differ; the pictures are the same.
      const images = (name: string): readonly string[] =>
        readFileSync(join(cwd, name), 'utf8').match(/data:image\/png;base64,[^"]+/g) ?? [];
      expect(images(`${command}-files.svg`)).toEqual(images(`${command}-data.svg`));
    }
  });

  test('flags are taken instead, and one line says so', async () => {
    const { code, stderr } = await run(
      'parse',
      files[0]!,
      '--model',
      'run',
      '--fit',
      'stretch',
      '--out',
      't.json',
    );
    expect(code).toBe(0);
    expect(stderr).toContain('prepared with fit stretch; run learned with fit cover\n');
    const own = await treeOf(files[0]!);
    expect(await treeOf(files[0]!, '--fit', 'stretch')).not.toEqual(own);
    expect(await treeOf(files[0]!, '--background', 'white')).not.toEqual(own);
    expect(await treeOf(files[0]!, '--fit', 'cover')).toEqual(own);
    const other = await run('eval', '--model', 'run', '--data', 'photos?invert=yes', '--json');
    expect(other.stderr).toContain('photos: prepared with invert yes; run learned with invert no\n');
  });

  test('goes with the one file of the model, and is known of a model that was saved without it', async () => {
    const own = await treeOf(files[2]!);
    expect((await run('export-model', 'run', '--out', 'run.safetensors')).code).toBe(0);
    const sent = await run('parse', files[2]!, '--model', 'run.safetensors', '--json');
    expect(JSON.parse(sent.stdout)).toEqual(own);
    const { preprocessing: _, ...before } = JSON.parse(readFileSync(configPath, 'utf8'));
    writeFileSync(configPath, JSON.stringify(before));
    expect(await treeOf(files[2]!)).toEqual(own);
    const wrong = { ...before, preprocessing: { fit: 'cover' } };
    writeFileSync(configPath, JSON.stringify(wrong));
    const { code, stderr } = await run('parse', files[2]!, '--model', 'run', '--json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/config\.json: preprocessing\.size: must be given/);
    writeFileSync(configPath, JSON.stringify({ ...before, preprocessing: _ }));
  });
});
