import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { parseTreeFromJson } from '@rnp/recursive-decoder';
import { encodePng } from '@rnp/viz';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { encode } from 'fast-png';
import { type Ended, rnp, tiny } from './rnp.js';

/** Holds `run`, a trained model, for all tests of this file. */
const cwd = temporaryFolder();
const run = (...args: string[]): Promise<Ended> => rnp(args, cwd);

beforeAll(async () => {
  const { code, stderr } = await run('train', '--steps', '3', ...tiny, '--out', 'run', '--no-report');
  expect([code, stderr]).toEqual([0, expect.any(String)]);
});

describe('images of one’s own', () => {
  test('parse takes PNGs of any size, depth and with alpha, dark on light or light on dark', async () => {
    const [width, height] = [70, 90];
    const ink = (x: number, y: number): boolean => Math.abs(x - 35) < 5 && y > 15 && y < 75;
    const samples = (channels: number, of: (drawn: boolean) => number[]): Uint16Array =>
      Uint16Array.from({ length: width * height * channels }, (_, i) => {
        const pixel = Math.floor(i / channels);
        return of(ink(pixel % width, Math.floor(pixel / width)))[i % channels]!;
      });
    // Black on transparent, 16 bits; and white on black.
    const transparent = samples(4, (drawn) => [0, 0, 0, drawn ? 65535 : 0]);
    writeFileSync(
      join(cwd, 'alpha.png'),
      encode({ width, height, channels: 4, depth: 16, data: transparent }),
    );
    const light = samples(1, (drawn) => [drawn ? 65535 : 0]);
    writeFileSync(join(cwd, 'light.png'), encode({ width, height, channels: 1, depth: 16, data: light }));
    const trees = await Promise.all(
      ['alpha.png', 'light.png'].map(async (file) => {
        const { code, stdout } = await run('parse', file, '--model', 'run', '--json');
        expect(code).toBe(0);
        return parseTreeFromJson(JSON.parse(stdout)).root.program;
      }),
    );
    for (const [i, value] of trees[0]!.entries()) expect(value).toBeCloseTo(trees[1]![i]!, 3);
    const upright = await run('parse', 'light.png', '--invert', 'yes', '--model', 'run', '--json');
    expect(JSON.parse(upright.stdout).root.program).not.toEqual(trees[1]);
  });

  test('a JPEG gives the programs of the same picture as PNG, dark on light', async () => {
    const [width, height] = [64, 80];
    const grey = Uint8Array.from({ length: width * height }, (_, i) =>
      Math.abs((i % width) - 32) < 6 && i > 16 * width && i < 64 * width ? 0 : 255,
    );
    writeFileSync(join(cwd, 'ink.png'), encode({ width, height, channels: 1, depth: 8, data: grey }));
    const jpeg = await jpegOf(width, height, (pixel) => [grey[pixel]!, grey[pixel]!, grey[pixel]!], {
      quality: 98,
    });
    // What is in a file counts, not what its name ends in.
    for (const name of ['ink.jpg', 'INK.JPEG', 'in-truth-jpeg.png']) writeFileSync(join(cwd, name), jpeg);
    const programOf = async (file: string): Promise<readonly number[]> => {
      const { code, stdout, stderr } = await run('parse', file, '--model', 'run', '--json');
      expect([code, stderr]).toEqual([0, '']);
      return parseTreeFromJson(JSON.parse(stdout)).root.program;
    };
    const [png, first, ...others] = await Promise.all(
      ['ink.png', 'ink.jpg', 'INK.JPEG', 'in-truth-jpeg.png'].map(programOf),
    );
    for (const [i, value] of first!.entries()) expect(value).toBeCloseTo(png![i]!, 2);
    for (const other of others) expect(other).toEqual(first);
    const across = grey.map((_, i) => (i > 32 * width && i < 48 * width ? 0 : 255));
    writeFileSync(join(cwd, 'across.png'), encode({ width, height, channels: 1, depth: 8, data: across }));
    const away = await programOf('across.png');
    expect(Math.max(...away.map((value, i) => Math.abs(value - first![i]!)))).toBeGreaterThan(0.02);
    const walk = await run('interpolate', 'ink.jpg', '8', '--model', 'run', '--out', 'walk.svg');
    expect(walk).toMatchObject({ code: 0, stdout: 'walk.svg\n' });
    expect((await run('parse', 'ink.jpg', '--model', 'run')).stdout).toContain('parse/ink/tree.svg');
  });
});

describe('images that cannot be read end with one line and an exit code', () => {
  const bad = async (code: number, message: RegExp, ...args: string[]): Promise<void> => {
    const ended = await run(...args);
    expect(ended).toEqual({ code, stdout: '', stderr: expect.stringMatching(message) });
    // Before it may stand what the images are.
    expect(ended.stderr.match(/^rnp: .*$/gm)).toEqual([ended.stderr.trimEnd().split('\n').at(-1)]);
  };

  test('files, folders and indices', async () => {
    writeFileSync(join(cwd, 'empty.png'), '');
    await bad(1, /empty\.png: .*empty/, 'parse', 'empty.png', '--model', 'run');
    writeFileSync(join(cwd, 'text.png'), 'no picture at all');
    await bad(1, /text\.png: .*PNG/, 'parse', 'text.png', '--model', 'run');
    const jpeg = await jpegOf(40, 40, [90, 90, 90], { quality: 98 });
    writeFileSync(join(cwd, 'cut.jpg'), jpeg.subarray(0, jpeg.length - 40));
    await bad(1, /cut\.jpg: is a JPEG that ends too early/, 'parse', 'cut.jpg', '--model', 'run');
    writeFileSync(join(cwd, 'head.jpg'), jpeg.subarray(0, 3));
    await bad(1, /head\.jpg: is a JPEG that ends too early/, 'parse', 'head.jpg', '--model', 'run');
    const large = jpeg.slice();
    const frame = large.findIndex((byte, i) => byte === 0xff && (large[i + 1]! & 0xfd) === 0xc0);
    large.set([0xff, 0xff, 0xff, 0xff], frame + 5);
    writeFileSync(join(cwd, 'large.jpg'), large);
    await bad(1, /large\.jpg: has 65535×65535 pixels/, 'parse', 'large.jpg', '--model', 'run', '--out', 'no');
    expect(existsSync(join(cwd, 'no'))).toBe(false);
    for (const value of [0, 1]) {
      writeFileSync(join(cwd, 'blank.png'), encodePng(createRaster(40, 30, 1, value)));
      await bad(1, /blank\.png: there is no ink in it/, 'parse', 'blank.png', '--model', 'run');
    }
    await bad(2, /nothing\.png: there is no such file/, 'parse', 'nothing.png', '--model', 'run');
    await bad(2, /run: is a folder/, 'combine', 'run', '3', '--model', 'run');
    await bad(2, /no image 5000 in digits/, 'parse', '5000', '--model', 'run');
    await bad(2, /give one image/, 'parse', '--model', 'run');
    await bad(2, /no image 5000 in digits/, 'combine', '3', '5000', '--model', 'run');
  });
});
