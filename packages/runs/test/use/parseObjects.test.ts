import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sceneSource } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { createRaster, decodeMask, decodePng } from '@rnp/images';
import { encodePng } from '@rnp/viz';
import { onRuledPaper } from '@rnp-tools/testing/paper';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type ParsedScene, parseObjects } from '../../src/use/index.js';
import { tinyModel } from './tinyModel.js';

const dir = temporaryFolder();
const [height, width] = [200, 300];
/** Where digits are, page by page. */
let centres: (readonly [x: number, y: number])[][];

beforeAll(async () => {
  const digits = await embeddedDigits({ split: 'test' });
  const options = { canvas: [height, width], scale: [2.4, 2.8], length: 2, seed: 5 } as const;
  centres = [2, 3].map((count, page) => {
    const { image, objects } = sceneSource([digits], { ...options, count: [count, count] }).scene(page);
    const paper = onRuledPaper(image, { width, height, seed: page });
    writeFileSync(join(dir, `page-${page}.png`), encodePng(paper));
    return objects.map(({ centre }) => centre);
  });
  writeFileSync(join(dir, 'blank.png'), encodePng(createRaster(90, 60, 1, 0.9)));
});

/** Which objects have a point in their frames, away from its edges. */
function around({ objects }: ParsedScene, [x, y]: readonly [number, number]): number[] {
  return [...objects.keys()].filter((i) => {
    const { frame } = objects[i]!;
    return Math.max(Math.abs(frame.x - x), Math.abs(frame.y - y)) < frame.side / 4;
  });
}

describe('parseObjects', () => {
  test.each([0, 1])('finds the digits of page %i, each in a frame of its own', async (page) => {
    const job = parseObjects(join(dir, `page-${page}.png`), { into: dir });
    const lines: string[] = [];
    for await (const event of job) if (event.type === 'choice') lines.push(event.message);
    const { scene, paths } = await job.result();
    expect(lines.join()).not.toContain('explained by no object');
    expect(scene).toMatchObject({ schema: 'rnp-scene', version: 1, picture: [height, width] });
    expect(scene.objects).toHaveLength(centres[page]!.length);
    expect(scene.inkLeft).toBeLessThan(0.01);
    const found = centres[page]!.map((centre) => around(scene, centre));
    expect(found.flat().sort()).toEqual([...scene.objects.keys()]);
    for (const { saved, tree } of scene.objects) {
      expect(saved).toBeGreaterThan(7);
      expect(tree.root.children).toHaveLength(4);
    }
    const names = ['tree.json', 'objects.svg', 'objects.png', 'parts.svg', 'parts.png'];
    expect(paths).toEqual(names.map((name) => join(dir, `page-${page}`, name)));
    expect(JSON.parse(readFileSync(paths[0]!, 'utf8'))).toEqual(JSON.parse(JSON.stringify(scene)));
    const svg = readFileSync(paths[1]!, 'utf8');
    expect(svg.match(/<title>object \d/g)).toHaveLength(scene.objects.length);
    expect(svg.match(/<title>part \d of object \d/g)).toHaveLength(4 * scene.objects.length);
  });

  test('gives each object and each part a mask, which fit together, and writes them as a label map of the picture', async () => {
    const out = join(dir, 'masked');
    const { scene, paths } = await parseObjects(join(dir, 'page-1.png'), { out, masks: true }).result();
    const pixels = scene.canvas[0] * scene.canvas[1];
    const owned = new Uint8Array(pixels);
    for (const { mask, parts } of scene.objects) {
      expect(mask.size).toEqual(scene.canvas);
      const whole = decodeMask(mask);
      whole.forEach((is, at) => {
        owned[at]! += is;
      });
      expect(whole.filter((is) => is === 1).length).toBeGreaterThan(20);
      const first = parts.filter(({ path }) => path.length === 1);
      expect(first.map(({ path: [index] }) => index)).toEqual([0, 1, 2, 3]);
      const together = first.map((part) => decodeMask(part.mask));
      expect(whole).toEqual(whole.map((_, at) => together.reduce((sum, part) => sum + part[at]!, 0)));
    }
    expect(Math.max(...owned)).toBe(1);
    expect(paths.at(-1)).toBe(join(out, 'masks.png'));
    const png = readFileSync(paths.at(-1)!);
    // A palette, one byte a pixel.
    expect([png[24], png[25]]).toEqual([8, 3]);
    const drawn = decodePng(png);
    expect([drawn.height, drawn.width]).toEqual(scene.picture);
    const colours = new Set(
      Array.from({ length: height * width }, (_, at) => drawn.data.subarray(3 * at, 3 * at + 3).join()),
    );
    expect(colours.size).toBe(1 + scene.objects.length);
    const svg = readFileSync(join(out, 'objects.svg'), 'utf8');
    for (const [i, { parts }] of scene.objects.entries()) {
      expect(svg).toContain(`<g id="object-${i + 1}">`);
      for (const { path, mask } of parts.filter(
        (part) => part.mask.counts.length > 1 || part.path.length === 1,
      ))
        expect([mask.size, svg]).toEqual([
          scene.canvas,
          expect.stringContaining(`<g id="object-${i + 1}-part-${path.join('-')}">`),
        ]);
    }
  });

  test('tells the count and a line of each object, and takes no more than it may', async () => {
    const lines: string[] = [];
    const job = parseObjects(join(dir, 'page-1.png'), { maxObjects: 1, size: 50 });
    for await (const event of job) if (event.type === 'choice') lines.push(event.message);
    const { scene, paths } = await job.result();
    expect([scene.objects.length, paths]).toEqual([1, []]);
    expect(scene.inkLeft).toBeGreaterThan(0.5);
    expect(lines).toEqual([
      expect.stringMatching(/page-1\.png: 1 object found by mnist, in dark ink about 50 pixels large/),
      'no more were looked for than 1: there may be others',
      expect.stringMatching(
        /^\d\d % of the ink is explained by no object: one that is far smaller .* its own size$/,
      ),
      expect.stringMatching(/^object 1: in a frame of \d+ pixels about \(\d+, \d+\), of 4 parts, saves \d+/),
    ]);
  });

  test.each([
    ['blank.png', {}, 'RNP_IMAGE_BLANK', /blank\.png: there is no ink in it/],
    ['page-0.png', { size: 301 }, 'RNP_CONFIG', /^options\.size: must be at most 300/],
    [
      'page-0.png',
      { size: 2 },
      'RNP_CONFIG',
      /^options\.size: objects of 2 pixels are too small for a picture of 300×200/,
    ],
  ])('%s with %j is refused', async (file, options, code, message) => {
    const job = parseObjects(join(dir, file), { ...options, out: join(dir, 'no') });
    await expect(job.result()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('takes another model, a whole page as one object, and stops at its signal', async () => {
    const model = await tinyModel(dir);
    const { scene } = await parseObjects(join(dir, 'page-0.png'), {
      model,
      size: width,
      invert: 'yes',
    }).result();
    expect(scene.canvas).toEqual([13, 20]);
    const reason = new Error('enough');
    const stopped = parseObjects(join(dir, 'page-0.png'), { signal: AbortSignal.abort(reason) });
    await expect(stopped.result()).rejects.toBe(reason);
  });

  test('writes nothing when it is stopped after the lines of its objects', async () => {
    const stopping = new AbortController();
    const reason = new Error('enough');
    const out = join(dir, 'stopped');
    const job = parseObjects(join(dir, 'page-0.png'), { out, size: width, signal: stopping.signal });
    const lines: string[] = [];
    const listened = (async () => {
      for await (const event of job) {
        if (event.type !== 'choice') continue;
        lines.push(event.message);
        if (/^object 1/.test(event.message)) stopping.abort(reason);
      }
    })();
    await expect(listened).rejects.toBe(reason);
    await expect(job.result()).rejects.toBe(reason);
    expect(lines.at(-1)).toMatch(/^object \d/);
    expect(existsSync(out)).toBe(false);
  });
});
