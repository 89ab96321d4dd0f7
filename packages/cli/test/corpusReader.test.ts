import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import { listedBytes } from '../src/corpus/listedBytes.js';
import { fileThere, rnp, start, temporaryFolder } from './rnp.js';

const cwd = temporaryFolder();
const parse = ['parse', 'scans', '--model', 'mnist', '--out'];
/** No file of the folder but one decodes to so many bytes. */
const [width, height] = [99, 101];

/** Node does this when somebody asks it for an array of that size: a decoder that runs out of memory, or never ends. */
function when(name: string, does: string): { readonly NODE_OPTIONS: string } {
  const file = join(cwd, `${name}.mjs`);
  const proxy = `new Proxy(Uint8Array, { construct(target, args) {
    if (args[0] === ${width * height}) { ${does} }
    return Reflect.construct(target, args);
  } })`;
  writeFileSync(file, `import { appendFileSync } from 'node:fs';\nglobalThis.Uint8Array = ${proxy};\n`);
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}

/** A bright square in the dark. */
function drawing(w: number, h: number): Uint8Array {
  const inside = (at: number, side: number): boolean => at > side / 4 && at < side / 2;
  const data = Float32Array.from({ length: w * h }, (_, i) =>
    inside(i % w, w) && inside(Math.floor(i / w), h) ? 1 : 0,
  );
  return encodePng({ width: w, height: h, channels: 1, data });
}

beforeAll(() => {
  mkdirSync(join(cwd, 'scans'));
  for (const name of ['a', 'c', 'd']) {
    writeFileSync(join(cwd, 'scans', `${name}.png`), drawing(28, 28));
  }
  writeFileSync(join(cwd, 'scans', 'b.png'), drawing(width, height));
});

describe('the process that reads the images of a corpus', () => {
  test('an image that ends it has its record; all others have their trees', async () => {
    const { code, stderr } = await rnp([...parse, 'aborted'], cwd, when('abort', 'process.abort();'));
    expect([code, stderr]).toEqual([0, expect.stringContaining('1 could not be read')]);
    const lines = readFileSync(join(cwd, 'aborted', 'shard-000000.jsonl'), 'utf8')
      .trimEnd()
      .split('\n');
    const records = lines.map((line) => JSON.parse(line));
    expect(records.map(({ image, error }) => [image, error?.code])).toEqual([
      ['a.png', undefined],
      ['b.png', 'RNP_IMAGE_ABORTED'],
      ['c.png', undefined],
      ['d.png', undefined],
    ]);
    expect(records[1].error.message).toMatch(/^b\.png: .* 2 times \(signal SIGABRT\)/);
  });

  test('Ctrl-C ends a corpus while an image is being decoded, however long that takes', async () => {
    const hangs = when('hang', `appendFileSync('${join(cwd, 'hangs')}', ''); for (;;) {}`);
    const running = start([...parse, 'stopped'], cwd, hangs);
    await fileThere(join(cwd, 'hangs'), running);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining('The same command goes on')]);
    expect(readdirSync(join(cwd, 'stopped'))).toEqual(['progress']);
  });
});

test('a listed file is read in its folder alone, and nothing tells whether another is there', async () => {
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'there.png'), 'x');
  symlinkSync(outside, join(cwd, 'scans', 'link'));
  symlinkSync(join(outside, 'there.png'), join(cwd, 'scans', 'file.png'));
  const folder = join(cwd, 'scans');
  for (const path of ['link/there.png', 'link/none.png', 'file.png', '../hang.mjs', 'none.png', 'link'])
    expect(await listedBytes(folder, path)).toBeNull();
  expect(await listedBytes(folder, 'a.png')).toEqual(expect.any(Uint8Array));
});
