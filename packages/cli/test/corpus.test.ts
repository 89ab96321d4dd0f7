import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { type ParseTree, parseTreeFromJson, renderTree } from '@rnp/recursive-decoder';
import { encodePng } from '@rnp/viz';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { amount } from '@rnp-tools/testing/long';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { bin, type Ended, fileThere, rnp, start } from './rnp.js';

const cwd = temporaryFolder();
const model = ['--model', 'mnist'];
const run = (...args: string[]): Promise<Ended> => rnp(['parse', ...args], cwd);
const at = (...path: string[]): string => join(cwd, ...path);
const text = (...path: string[]): string => readFileSync(at(...path), 'utf8');
const manifestOf = (dir: string) => JSON.parse(text(dir, 'manifest.json'));
const shardsOf = (dir: string): string[] => readdirSync(at(dir)).filter((name) => name.startsWith('shard-'));
/** All lines of all shards, in order. */
const linesOf = (dir: string): string =>
  shardsOf(dir)
    .sort()
    .map((name) => text(dir, name))
    .join('');
const recordsOf = (dir: string): CorpusLine[] =>
  linesOf(dir)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

interface CorpusLine {
  readonly image: string;
  readonly sha256: string | null;
  readonly squaredError?: number;
  readonly tree?: ParseTree;
  readonly error?: { readonly code: string; readonly message: string };
}

/** In the order of a corpus. */
const images = [
  'B.PNG',
  'a b/ü 数.png',
  ...Array.from({ length: amount(5, 34) }, (_, i) => `digits/${String(i).padStart(2, '0')}.png`),
  'photo.jpeg',
];
const broken = ['digits/99.png', 'huge.png', 'text.png', 'truncated.png'];
const order = [...images, ...broken].sort((a, b) => (a < b ? -1 : 1));
/** Records of the shards when each but the last has ten. */
const tens = order.flatMap((_, i) => (i % 10 === 0 ? [Math.min(10, order.length - i)] : []));

beforeAll(async () => {
  const digits = await embeddedDigits({ split: 'test' });
  const digit = (i: number): Uint8Array =>
    encodePng({ width: 28, height: 28, channels: 1, data: batchOf(digits, [i]) });
  for (const folder of ['a b', 'digits', '.hidden', 'folder.png'])
    mkdirSync(at('scans', folder), { recursive: true });
  images.forEach((path, i) => {
    if (path !== 'photo.jpeg') writeFileSync(at('scans', path), digit(i));
  });
  const grey = batchOf(digits, [40]).map((value) => 255 * value);
  writeFileSync(
    at('scans', 'photo.jpeg'),
    await jpegOf(28, 28, (pixel) => [grey[pixel]!, grey[pixel]!, grey[pixel]!], { quality: 98 }),
  );
  writeFileSync(at('scans', 'truncated.png'), digit(50).subarray(0, 100));
  writeFileSync(at('scans', 'text.png'), 'no picture');
  writeFileSync(at('scans', 'digits/99.png'), '');
  // No bytes on the disk, and more of them than are read.
  writeFileSync(at('scans', 'huge.png'), '');
  truncateSync(at('scans', 'huge.png'), 2 ** 28 + 1);
  writeFileSync(at('scans', '.hidden', '1.png'), digit(51));
  writeFileSync(at('scans', 'notes.txt'), 'no picture by its name');
  symlinkSync('B.PNG', at('scans', 'link.png'));
  symlinkSync('digits', at('scans', 'linked'));
});

describe('rnp parse FOLDER', () => {
  test('one record for each image, in the order of their paths, whatever some of them are', async () => {
    const { code, stdout, stderr } = await run('scans', ...model, '--shard-size', '10');
    expect([code, stdout]).toEqual([0, `${join('corpus', 'scans', 'manifest.json')}\n`]);
    expect(stderr).toContain(
      `${order.length} images in ${tens.length} shards; 4 could not be read, and their records say why`,
    );
    expect(stderr).toContain('links are not followed: 2, such as link.png');
    expect(stderr).toContain('left out: 1 no PNG or JPEG (.txt), such as notes.txt');
    const records = recordsOf('corpus/scans');
    expect(records.map(({ image }) => image)).toEqual(order);
    for (const { image, sha256: hash, squaredError, tree, error } of records) {
      // What cannot be read has no sum.
      if (['huge.png', 'digits/99.png'].includes(image)) expect(hash).toBe(null);
      else expect(hash).toBe(sha256(readFileSync(at('scans', image))));
      if (broken.includes(image)) expect(error!.message).toContain(image);
      else {
        const drawn = renderTree(parseTreeFromJson(JSON.stringify(tree)), { width: 28, height: 28 });
        expect(drawn.data).toHaveLength(784);
        expect(squaredError).toBeGreaterThan(0);
        expect(squaredError).toBeLessThan(40);
      }
    }
    const codes = Object.fromEntries(
      records.flatMap(({ image, error }) => (error ? [[image, error.code]] : [])),
    );
    expect(codes).toEqual({
      'digits/99.png': 'RNP_IMAGE_EMPTY',
      'huge.png': 'RNP_IMAGE_TOO_LARGE',
      'text.png': 'RNP_IMAGE_FORMAT',
      'truncated.png': 'RNP_IMAGE_TRUNCATED',
    });
  });

  test('the manifest says of what, how and what is there', () => {
    const manifest = manifestOf('corpus/scans');
    expect(manifest).toMatchObject({
      schema: 'rnp-corpus',
      version: 1,
      command: 'rnp parse scans --model mnist --shard-size 10',
      model: { name: 'mnist' },
      backend: 'wasm',
      options: {
        preprocessing: { fit: 'contain', background: 'auto', invert: 'auto', ink: true },
        infer: 0,
      },
      folder: 'scans',
      images: order.length,
      links: 2,
      errors: 4,
      merged: null,
    });
    expect(readdirSync(at('corpus/scans'))).toEqual(['manifest.json', ...shardsOf('corpus/scans')]);
    expect(manifest.shards.map(({ records }: { records: number }) => records)).toEqual(tens);
    for (const { name, bytes, sha256: hash } of manifest.shards) {
      const content = readFileSync(at('corpus/scans', name));
      expect([content.length, sha256(content)]).toEqual([bytes, hash]);
    }
  });

  test('an image has the same tree alone and among others, to the last bit; in one file too', async () => {
    const alone = await run('scans', ...model, '--shard-size', '1', '--merge', '--out', 'alone');
    expect(alone).toMatchObject({ code: 0, stdout: expect.stringContaining(join('alone', 'trees.jsonl')) });
    const together = await run('scans', ...model, '--out', 'together');
    expect(together.code).toBe(0);
    expect([shardsOf('alone').length, shardsOf('together').length]).toEqual([order.length, 1]);
    expect(linesOf('alone')).toBe(linesOf('corpus/scans'));
    expect(linesOf('together')).toBe(linesOf('corpus/scans'));
    expect(text('alone', 'trees.jsonl')).toBe(linesOf('alone'));
    expect(manifestOf('alone').merged).toMatchObject({ sha256: sha256(text('alone', 'trees.jsonl')) });
  });

  test('a tree is the one that the image alone is given, but for the order of sums in a small batch', async () => {
    const { stdout } = await run(join('scans', 'B.PNG'), ...model, '--json');
    const [one, other] = [parseTreeFromJson(stdout), recordsOf('corpus/scans')[0]!.tree!].map(numbersIn);
    expect(other).toHaveLength(one!.length);
    expect(Math.max(...one!.map((value, i) => Math.abs(value - other![i]!)))).toBeLessThan(2e-5);
  });

  test('options change the trees, and inferred ones draw better', async () => {
    await run('scans', ...model, '--ink', 'no', '--infer', '3', '--out', 'inferred');
    const sum = (dir: string): number =>
      recordsOf(dir).reduce((all, { squaredError = 0 }) => all + squaredError, 0);
    expect(manifestOf('inferred').options).toMatchObject({ preprocessing: { ink: false }, infer: 3 });
    expect(sum('inferred')).toBeLessThan(sum('corpus/scans'));
  });
});

describe('stopped and begun again', () => {
  const args = ['parse', 'scans', ...model, '--shard-size', '2', '--out'];

  test('killed with -9, the same command keeps whole shards, makes the others, and gives the same bytes', async () => {
    const running = start([...args, 'killed'], cwd);
    await fileThere(at('killed', 'progress', 'shard-000002.json'), running);
    running.child.kill('SIGKILL');
    expect((await running.ended).code).toBe('SIGKILL');
    expect(readdirSync(at('killed'))).not.toContain('manifest.json');
    const before = statSync(at('killed', 'shard-000001.jsonl')).ino;
    // As it is left when the kill comes while a shard is written.
    writeFileSync(at('killed', 'shard-000005.jsonl'), text('killed', 'shard-000001.jsonl').slice(0, 999));
    const { code } = await rnp([...args, 'killed'], cwd);
    expect(code).toBe(0);
    expect(statSync(at('killed', 'shard-000001.jsonl')).ino).toBe(before);
    expect(linesOf('killed')).toBe(linesOf('corpus/scans'));
    expect(readdirSync(at('killed'))).toEqual(['manifest.json', ...shardsOf('killed')]);
  });

  test('Ctrl-C ends after the batch, and says how to go on', async () => {
    const running = start([...args, 'stopped'], cwd);
    await fileThere(at('stopped', 'progress', 'shard-000001.json'), running);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect(code).toBe(130);
    // As it was called here, not as on a machine where `rnp` is a command.
    expect(stderr).toMatch(
      /^stopped; [1-9]\d* whole shards? (is|are) kept in stopped\. The same command goes on: node \S*rnp\.js parse scans --model \S+ --shard-size 2 --out stopped$/m,
    );
    expect(readdirSync(at('stopped'))).not.toContain('run.lock');
    expect((await rnp([...args, 'stopped'], cwd)).code).toBe(0);
    expect(linesOf('stopped')).toBe(linesOf('corpus/scans'));
  });

  test('a disk that takes no more is named; with room again, the same command goes on', async () => {
    // No file may grow beyond so many blocks of 512 or 1,024 bytes; an image's tree is some 20 kB.
    const limited = spawnSync(
      'sh',
      [
        '-c',
        `ulimit -f ${10 * images.length}; exec "$@"`,
        'sh',
        process.execPath,
        bin,
        'parse',
        'scans',
        ...model,
        '--out',
        'full',
      ],
      { cwd, encoding: 'utf8' },
    );
    expect(limited.status).toBe(1);
    expect(limited.stderr).toMatch(/shard-000000\.jsonl: cannot write: the file would be larger/);
    expect(readdirSync(at('full'))).toEqual(['progress']);
    expect((await run('scans', ...model, '--out', 'full')).code).toBe(0);
    expect(linesOf('full')).toBe(linesOf('corpus/scans'));
  });

  test('two do not write to one folder', async () => {
    const running = start([...args, 'busy'], cwd);
    await fileThere(at('busy', 'run.lock'), running);
    // As long as the other takes, however slow the machine.
    running.child.kill('SIGSTOP');
    const other = await rnp([...args, 'busy'], cwd);
    running.child.kill('SIGCONT');
    // Stopped before it had written its name into the lock, nobody knows more.
    const refused = expect.stringMatching(/writes here|is starting here/);
    expect(other).toMatchObject({ code: 1, stderr: refused });
    expect((await running.ended).code).toBe(0);
  });

  test('a shard that was damaged or deleted since is made anew', async () => {
    const name = 'shard-000002.jsonl';
    const manifest = text('alone', 'manifest.json');
    writeFileSync(at('alone', name), text('alone', name).replace('"step":1', '"step":2'));
    rmSync(at('alone', 'shard-000003.jsonl'));
    expect((await run('scans', ...model, '--shard-size', '1', '--merge', '--out', 'alone')).code).toBe(0);
    expect(linesOf('alone')).toBe(linesOf('corpus/scans'));
    expect(text('alone', 'trees.jsonl')).toBe(linesOf('alone'));
    expect(text('alone', 'manifest.json')).toBe(manifest);
  });
});

test('a folder of which not one image can be read has its records and its manifest, and is a failure', async () => {
  mkdirSync(at('bad'));
  for (const name of ['a.png', 'b.jpg']) writeFileSync(at('bad', name), 'no picture');
  for (const args of [[], ['--json']]) {
    const { code, stderr, stdout } = await run('bad', ...model, ...args);
    expect(code).toBe(1);
    if (args.length === 0) expect(stderr).toContain('2 images in 1 shard; none of them could be read');
    else expect(JSON.parse(stdout)).toMatchObject({ images: 2, errors: 2 });
  }
  expect(recordsOf('corpus/bad').map(({ error }) => error!.code)).toEqual(Array(2).fill('RNP_IMAGE_FORMAT'));
  writeFileSync(at('bad', 'c.png'), readFileSync(at('scans', 'B.PNG')));
  expect((await run('bad', ...model, '--overwrite')).code).toBe(0);
  rmSync(at('corpus', 'bad'), { recursive: true });
});

describe('what is refused', () => {
  const again = (...args: string[]): Promise<Ended> => run('scans', '--out', 'mixed', ...args);
  beforeAll(async () => void (await again(...model)));

  test('trees of another model, of other options or of other files are not mixed; --overwrite replaces', async () => {
    expect(await again('--model', 'fashion-mnist')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/mixed holds trees of the model mnist, not fashion-mnist.*--overwrite/),
    });
    expect((await again(...model, '--ink', 'no')).stderr).toContain('with --ink yes, not no');
    expect((await again(...model, '--shard-size', '7')).stderr).toContain('with --shard-size 500, not 7');
    const before = text('mixed', 'manifest.json');
    writeFileSync(at('scans', 'new.png'), readFileSync(at('scans', 'B.PNG')));
    const changed = await again(...model);
    expect(changed).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        `its images have changed (${order.length} images then, ${order.length + 1} now)`,
      ),
    });
    expect(text('mixed', 'manifest.json')).toBe(before);
    rmSync(at('scans', 'new.png'));
    const elsewhere = await run('scans/digits', ...model, '--out', 'mixed');
    expect(elsewhere.stderr).toContain('of the folder scans, not scans/digits');
    const replaced = await run(
      'scans/digits',
      ...model,
      '--out',
      'mixed',
      '--overwrite',
      '--shard-size',
      '20',
    );
    expect(replaced.code).toBe(0);
    expect(recordsOf('mixed')).toHaveLength(order.filter((path) => path.startsWith('digits/')).length);
  });

  test('files of others are left alone, with --overwrite too', async () => {
    mkdirSync(at('theirs'));
    writeFileSync(at('theirs', 'manifest.json'), '{"schema":"another"}');
    const { code, stderr } = await run('scans', ...model, '--out', 'theirs', '--overwrite');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('theirs holds manifest.json, but not of a corpus'),
    ]);
    expect(readdirSync(at('theirs'))).toEqual(['manifest.json']);
  });

  test.each([
    [['empty', ...model], 1, 'holds no .png, .jpg or .jpeg files'],
    [['links', ...model], 2, 'holds links alone (a.png), which are not followed'],
    [['scans'], 2, 'name a model for the folder with --model: mnist, fashion-mnist'],
    [['scans', '--split', 'test', ...model], 2, '--split is for one image'],
    [['scans/B.PNG', '--shard-size', '2'], 2, '--shard-size is for a folder'],
    [['scans', '--shard-size', '0', ...model], 2, 'whole number from 1 to 10000'],
    [['nowhere', ...model], 2, 'nowhere: there is no such file'],
  ])('rnp parse %j', async (args, code, message) => {
    mkdirSync(at('empty'), { recursive: true });
    mkdirSync(at('links'), { recursive: true });
    if (!readdirSync(at('links')).includes('a.png')) symlinkSync('../scans/B.PNG', at('links', 'a.png'));
    const ended = await run(...args);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(readdirSync(at('corpus'))).toEqual(['scans']);
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
