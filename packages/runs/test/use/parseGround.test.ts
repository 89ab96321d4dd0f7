import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { type ParsedImage, type ParseImageOptions, parseImage } from '../../src/use/index.js';
import { tinyModel } from './tinyModel.js';

const dir = temporaryFolder();
const side = 56;
/** Where the model's images have whole pixels, a picture of twice their size brightens from left to right. */
const light = (from: number, to: number) => (_y: number, x: number) =>
  from + ((to - from) * Math.floor(x / 2)) / 27;
const models: Record<'over' | 'sum', string> = { over: '', sum: '' };

/** A grey picture in a file. @param valueAt in [0, 1] */
function drawn(name: string, valueAt: (y: number, x: number) => number, size = side): string {
  const picture = createRaster(size, size, 1);
  const data = picture.data.map((_, at) => valueAt(Math.floor(at / size), at % size));
  const path = join(dir, name);
  writeFileSync(path, encodePng({ ...picture, data }));
  return path;
}

beforeAll(async () => {
  models.over = await tinyModel(dir, 'over', 1, { compositing: 'over' });
  models.sum = await tinyModel(dir, 'sum');
});

/** What was found before a ground, as the model takes pictures whole. */
async function parsed(image: string, more: ParseImageOptions): Promise<ParsedImage> {
  const { tree } = await parseImage(image, { model: models.over, ink: 'no', ...more }).result();
  return tree;
}

describe('parseImage with a ground', () => {
  test('draws it behind the parts, at one look and by inference', async () => {
    const image = drawn('dark.png', (y, x) => (Math.abs(y - 28) < 4 ? 0.9 : light(0, 0.4)(y, x)));
    const ground = drawn('shade.png', light(0, 0.4));
    const look = await parsed(image, { ground });
    const near = await parsed(image, { ground, infer: 2 });
    for (const tree of [look, near]) {
      expect(tree.ground!.shape).toEqual([28, 28, 1]);
      tree.ground!.data.forEach((value, at) => {
        expect(Math.abs(value - light(0, 0.4)(0, 2 * (at % 28)))).toBeLessThan(0.01);
      });
    }
    expect([look.inferred, near.inferred?.steps]).toEqual([null, 2]);
    expect((await parsed(image, {})).ground).toBeUndefined();
  });

  test('is inverted where the image is, whatever it looks like by itself', async () => {
    const image = drawn('paper.png', (y, x) => (Math.abs(y - 28) < 4 ? 0 : light(0.8, 1)(y, x)));
    const ground = drawn('page.png', light(0.8, 1));
    const { ground: found } = await parsed(image, { ground });
    expect(found!.data[0]).toBeCloseTo(0.2, 1);
    const asItIs = await parsed(image, { ground, invert: 'no' });
    expect(asItIs.ground!.data[0]).toBeCloseTo(0.8, 1);
  });

  test('of one shade all over is one, and an image of the data takes one of the model’s size', async () => {
    const flat = drawn('flat.png', () => 0.5, 28);
    const { ground } = await parsed('7', { ground: flat });
    expect(ground!.data.every((value) => Math.abs(value - 0.5) < 0.01)).toBe(true);
  });

  test('is refused where it cannot be behind the image, by name', async () => {
    const image = drawn('image.png', (y) => (Math.abs(y - 28) < 4 ? 0.9 : 0));
    const [ground, small] = [drawn('behind.png', () => 0.1), drawn('small.png', () => 0.1, 28)];
    const refusals: readonly (readonly [ParseImageOptions, RegExp])[] = [
      [{ ground: small }, /small\.png" is 28×28, and the image 56×56; .*give one of that size/],
      [{ ground, model: models.sum }, /those of .*sum are summed; choose a model .*compositing=over/],
      [{ ground, ink: 'yes' }, /takes the ink alone; take all of it with ink: "no"/],
      [{ ground, model: undefined as never }, /name a model that was trained with/],
      [{ ground, out: join(dir, 'behind.png') }, /is the file that is read/],
    ];
    for (const [more, message] of refusals)
      await expect(parsed(image, more)).rejects.toThrow(
        expect.objectContaining({ message: expect.stringMatching(message) }),
      );
    await expect(parsed(image, { ground: join(dir, 'none.png') })).rejects.toMatchObject({
      code: 'RNP_FILE',
      path: expect.stringContaining('none.png'),
    });
    expect(() => parseImage(image, { ground: 7 as never })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'options.ground' }),
    );
  });
});
