import { describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import {
  batchOf,
  coloured,
  createDataset,
  type Dataset,
  type Scene,
  type SceneObject,
  type ScenesOptions,
  sceneSource,
  scenes,
  sequentialBatches,
  subset,
  trainingData,
  whereLabel,
} from '../../src/index.js';
import { codeOf } from '../codeOf.js';

const digits: Dataset = await embeddedDigits({ split: 'test' });

/** Three small squares of full ink, each with a hole in another corner. */
const squares = createDataset({
  name: 'squares',
  split: 'test',
  imageShape: [8, 8, 1],
  images: Uint8Array.from({ length: 3 * 64 }, (_, at) => {
    const [x, y, item] = [at % 8, Math.floor(at / 8) % 8, Math.floor(at / 64)];
    const hole = x === (item === 0 ? 1 : 6) && y === (item === 1 ? 6 : 1);
    return x > 0 && x < 7 && y > 0 && y < 7 && !hole ? 255 : 0;
  }),
  labels: Uint8Array.of(0, 1, 2),
  classNames: ['a', 'b', 'c'],
});

function scenesOf(source: Dataset, options: ScenesOptions, count = 60): readonly Scene[] {
  const made = sceneSource([source], { ...options, length: count });
  return Array.from({ length: count }, (_, index) => made.scene(index));
}

const sum = (mask: ArrayLike<number>): number => Array.from(mask).reduce((all, one) => all + one, 0);

describe('scenes', () => {
  test('have as many objects as were asked for, each number as often, and labels that say so', () => {
    const data = scenes([digits], { length: 900, seed: 4 });
    expect(data).toMatchObject({
      name: 'digits-scenes',
      split: 'test',
      imageShape: [50, 50, 1],
      length: 900,
    });
    expect(data.classNames).toEqual(['0', '1', '2']);
    const often = [0, 0, 0];
    data.labels.forEach((count, index) => {
      often[count]! += 1;
      if (index < 100) expect(data.truth(index).objects).toHaveLength(count);
    });
    // Three standard deviations of a third of 900.
    for (const count of often) expect(Math.abs(count - 300)).toBeLessThan(43);
    expect(new Set(scenes([digits], { count: 3, length: 50 }).labels)).toEqual(new Set([3]));
    expect(new Set(scenes([digits], { count: [1, 4], canvas: 70, length: 90 }).labels)).toEqual(
      new Set([1, 2, 3, 4]),
    );
  });

  test('depend on seed and index alone: not on how many there are, nor on what was asked for before', () => {
    const data = scenes([digits], { length: 40, seed: 7, background: 'clutter' });
    const fewer = sceneSource([digits], { length: 12, seed: 7, background: 'clutter' });
    const backwards = [11, 4, 0].map((index) => fewer.images([index]));
    expect(backwards).toEqual([11, 4, 0].map((index) => data.images.slice(index * 2500, (index + 1) * 2500)));
    expect(data.truth(5)).toEqual(fewer.scene(5));
    expect(data.truth(5).image).toEqual(data.images.slice(5 * 2500, 6 * 2500));
    const other = scenes([digits], { length: 40, seed: 8, background: 'clutter' });
    expect(other.images).not.toEqual(data.images);
    // The same images under another name: the splits share no random numbers.
    const train = scenes([{ ...digits, split: 'train' }], { length: 40, seed: 7, background: 'clutter' });
    expect(train.labels).not.toEqual(data.labels);
  });

  test('have the same objects before every background', () => {
    const plain = scenesOf(digits, { seed: 3, overlap: true }, 20);
    for (const background of ['clutter', 'gradient', 'texture'] as const) {
      scenesOf(digits, { seed: 3, overlap: true, background }, 20).forEach((scene, index) => {
        expect(scene.objects).toEqual(plain[index]!.objects);
        expect(scene.owners).toEqual(plain[index]!.owners);
        expect(Math.max(...scene.ground)).toBeGreaterThan(0);
        expect(Math.max(...scene.ground)).toBeLessThanOrEqual(background === 'clutter' ? 255 : 102);
      });
      expect(Math.max(...plain[0]!.ground)).toBe(0);
    }
  });

  test('hold images of the source, where the matrix says', () => {
    // Cubic interpolation draws a plane exactly.
    const ramp = createDataset({
      name: 'ramp',
      split: 'train',
      imageShape: [16, 20, 1],
      images: Uint8Array.from({ length: 320 }, (_, at) => 80 + 5 * (at % 20) + 4 * Math.floor(at / 20)),
    });
    const options = { count: 1, canvas: [60, 48], scale: [0.7, 1.6], rotate: 180, seed: 2 } as const;
    for (const { image, objects } of scenesOf(ramp, options, 20)) {
      const [{ matrix, scale, rotation, centre }] = objects as readonly [SceneObject];
      let [seen, worst] = [0, 0];
      for (let row = 0; row < 60; row++) {
        for (let column = 0; column < 48; column++) {
          const [u, v] = [(2 * column) / 47 - 1, (2 * row) / 59 - 1];
          const [x, y] = matrix.map(([a, b, t], axis) => ((a * u + b * v + t + 1) / 2) * [19, 15][axis]!);
          const inside = x! >= 1 && x! <= 18 && y! >= 1 && y! <= 14;
          if (!inside) continue;
          seen++;
          worst = Math.max(worst, Math.abs(image[row * 48 + column]! - (80 + 5 * x! + 4 * y!)));
        }
      }
      expect(worst).toBeLessThanOrEqual(0.51);
      expect(seen).toBeGreaterThan(17 * 13 * scale * scale * 0.8);
      // The same in plain numbers: a step to the right in the image.
      const turn = (rotation * Math.PI) / 180;
      const at = [centre[0] + scale * Math.cos(turn), centre[1] + scale * Math.sin(turn)];
      const [u, v] = [(2 * at[0]!) / 47 - 1, (2 * at[1]!) / 59 - 1];
      const [x, y] = matrix.map(([a, b, t]) => a * u + b * v + t);
      expect(x!).toBeCloseTo(1 / 9.5, 10);
      expect(y!).toBeCloseTo(0, 10);
    }
  });

  test('without overlap keep boxes apart, and all ink on the canvas', () => {
    for (const { objects, owners, image } of scenesOf(digits, { count: 3, seed: 5 }, 150)) {
      for (const [i, { box, whole, visible }] of objects.entries()) {
        expect(visible).toEqual(whole);
        for (const other of objects.slice(0, i)) {
          const apart =
            box.x >= other.box.x + other.box.width ||
            other.box.x >= box.x + box.width ||
            box.y >= other.box.y + other.box.height ||
            other.box.y >= box.y + box.height;
          expect(apart).toBe(true);
        }
      }
      // On black, all that is bright belongs to somebody.
      expect(image.some((value, pixel) => value >= 65 && owners[pixel] === 0)).toBe(false);
    }
  });

  test('tell masks and boxes that fit together, also where objects cover each other', () => {
    let covered = 0;
    for (const scene of scenesOf(digits, { count: 3, overlap: true, background: 'texture' }, 60)) {
      const { objects, owners, groundMask, ground, image } = scene;
      expect(sum(groundMask) + sum(objects.map(({ visible }) => sum(visible)))).toBe(2500);
      for (const [position, { box, whole, visible, label, className, item }] of objects.entries()) {
        expect(className).toBe(String(label));
        expect(digits.labels![item]).toBe(label);
        const columns = new Set<number>();
        const rows = new Set<number>();
        let wrong = 0;
        whole.forEach((inside, pixel) => {
          if (visible[pixel] === 1 && !inside) wrong++;
          if ((visible[pixel] === 1) !== (owners[pixel] === position + 1)) wrong++;
          if (!inside) return;
          columns.add(pixel % 50);
          rows.add(Math.floor(pixel / 50));
          if (visible[pixel]) return;
          covered++;
          if (owners[pixel]! <= position + 1) wrong++;
        });
        expect(wrong).toBe(0);
        expect([Math.min(...columns), Math.max(...columns)]).toEqual([box.x, box.x + box.width - 1]);
        expect([Math.min(...rows), Math.max(...rows)]).toEqual([box.y, box.y + box.height - 1]);
      }
      // Far from ink the image is its ground.
      const far = objects.every(({ box }) => box.x > 3 || box.y > 3);
      if (far) expect(image[0]).toBe(ground[0]);
    }
    expect(covered).toBeGreaterThan(50);
  });

  test('cover what lies behind, or add to it', () => {
    const asked = { count: 2, canvas: 12, scale: 1, rotate: 0, overlap: true } as const;
    const over = scenesOf(squares, asked, 80);
    const added = scenesOf(squares, { ...asked, compositing: 'sum' }, 80);
    let holes = 0;
    over.forEach((scene, index) => {
      const [first, second] = scene.objects as readonly [SceneObject, SceneObject];
      const both = added[index]!;
      expect(both.objects.map(({ whole }) => whole)).toEqual([first.whole, second.whole]);
      for (const { whole, visible } of both.objects) expect(visible).toEqual(whole);
      let wrong = 0;
      second.whole.forEach((inside, pixel) => {
        if (inside && scene.owners[pixel] !== 2) wrong++;
        if ((scene.owners[pixel] === 0) !== (both.owners[pixel] === 0)) wrong++;
        if (!inside || !first.whole[pixel]) return;
        if (both.image[pixel]! < scene.image[pixel]!) wrong++;
        if (both.image[pixel]! > scene.image[pixel]!) holes++;
      });
      expect(wrong).toBe(0);
    });
    expect(holes).toBeGreaterThan(20);
  });

  test('place objects uniformly over where they fit', () => {
    const dot = createDataset({
      name: 'dot',
      split: 'train',
      imageShape: [3, 3, 1],
      images: Uint8Array.of(0, 0, 0, 0, 255, 0, 0, 0, 0),
    });
    const options = { count: 1, canvas: [20, 30], scale: 1, rotate: 0 } as const;
    const centres = scenesOf(dot, options, 3000).map(({ objects }) => objects[0]!.centre);
    for (const [axis, side] of [30, 20].entries()) {
      const own = centres.map((centre) => centre[axis]!);
      expect(Math.min(...own)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...own)).toBeLessThanOrEqual(side - 1);
      for (let tenth = 0; tenth < 10; tenth++) {
        const [from, to] = [(tenth * (side - 1)) / 10, ((tenth + 1) * (side - 1)) / 10];
        const here = own.filter((value) => value >= from && value < to).length;
        // Four standard deviations of a tenth of 3,000.
        expect(Math.abs(here - 300)).toBeLessThan(66);
      }
    }
  });

  test('of several sources draw from each alike, in one number of channels', () => {
    const colour = coloured(squares, { seed: 1 });
    const source = sceneSource([digits, colour], { count: 2, length: 200 });
    expect(source.imageShape).toEqual([50, 50, 3]);
    const objects = Array.from({ length: 200 }, (_, index) => source.scene(index)).flatMap((scene) => {
      for (const { source: from, visible } of scene.objects) {
        if (from !== 'digits') continue;
        const isGrey = (_: number, pixel: number): boolean =>
          new Set(scene.image.subarray(3 * pixel, 3 * pixel + 3)).size === 1;
        expect(visible.every((inside, pixel) => !inside || isGrey(inside, pixel))).toBe(true);
      }
      return scene.objects;
    });
    const fromDigits = objects.filter(({ source: from }) => from === 'digits').length;
    expect(Math.abs(fromDigits - 200)).toBeLessThan(40);
    expect(new Set(objects.map(({ className }) => className)).size).toBe(13);
    expect(source.recipe.of).toEqual(['digits (test)', colour.recipe]);
  });

  test('that are made on demand are those that are held in memory', () => {
    const options = { length: 30, seed: 2, background: 'gradient' } as const;
    const [source, held] = [sceneSource([digits], options), scenes([digits], options)];
    const request = { step: 5, batchSize: 8, seed: 3 };
    expect(source.batch(request)).toEqual(trainingData(held).batch(request));
    expect(source.counts()).toEqual(held.labels);
    expect(source.images([3, 3])).toEqual(Uint8Array.of(...source.images([3]), ...source.images([3])));
  });

  test('keep their truth when some are chosen, and lose it when they are drawn anew', () => {
    const data = scenes([digits], { length: 40 });
    const part = subset(data, 10, 20);
    expect(part.truth!(3)).toEqual(data.truth(13));
    expect(codeOf(() => part.truth!(10))).toBe('RNP_CONFIG');
    const twos = whereLabel(data, (count) => count === 2);
    for (let index = 0; index < twos.length; index++) {
      expect(twos.truth!(index).objects).toHaveLength(2);
      expect(twos.truth!(index).image).toEqual(twos.images.slice(index * 2500, (index + 1) * 2500));
    }
    expect(codeOf(() => twos.truth!(twos.length))).toBe('RNP_CONFIG');
    expect(coloured(data, { seed: 1 }).truth).toBeUndefined();
  });
});

test('128 scenes of 50×50 take well below a tenth of a second of one core', () => {
  const source = sceneSource([digits], { background: 'clutter' });
  const cost = (step: number): number => {
    const before = process.cpuUsage();
    source.batch({ step, batchSize: 128, seed: 1 });
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  // Milliseconds of computing, the best of some: the first are compiled on the way.
  expect(Math.min(...Array.from({ length: 6 }, (_, step) => cost(step)))).toBeLessThan(100);
});

test('nothing that makes batches reads the truth', () => {
  const forbidden = new Proxy(() => undefined, {
    apply: () => {
      throw new Error('the truth was asked for');
    },
    get: () => {
      throw new Error('the truth was looked into');
    },
  }) as unknown as NonNullable<Dataset['truth']>;
  const data = scenes([digits], { length: 30 });
  const sealed: Dataset = { ...data, truth: forbidden };
  const request = { step: 1, batchSize: 8, seed: 1 };
  const wrong = { ...data, labels: data.labels.map((count) => 2 - count) };
  for (const augment of [{}, { augment: { shift: 1 } }]) {
    const batch = trainingData(data, augment).batch(request);
    expect(trainingData(sealed, augment).batch(request)).toEqual(batch);
    expect(trainingData(wrong, augment).batch(request)).toEqual(batch);
  }
  expect(batchOf(sealed, [4])).toEqual(batchOf(data, [4]));
  expect([...sequentialBatches(sealed, 7)]).toEqual([...sequentialBatches(data, 7)]);
  expect(subset(sealed, 3, 9).images).toEqual(subset(data, 3, 9).images);
});

describe('what cannot be is refused', () => {
  const pathOf = (options: unknown, sources: unknown = [squares]): unknown => {
    try {
      sceneSource(sources as Dataset[], options as ScenesOptions);
    } catch (error) {
      const { code, path } = error as { readonly code: string; readonly path: string };
      return `${code} ${path}`;
    }
    return null;
  };

  test.each([
    [{ count: -1 }, 'count'],
    [{ count: 17 }, 'count'],
    [{ count: [2, 1] }, 'count'],
    [{ count: [0, 1.5] }, 'count[1]'],
    [{ count: '2' }, 'count'],
    [{ canvas: 7 }, 'canvas'],
    [{ canvas: [50, 2000] }, 'canvas[1]'],
    [{ canvas: [50] }, 'canvas'],
    [{ overlap: 'no' }, 'overlap'],
    [{ background: 'noise' }, 'background'],
    [{ compositing: 'max' }, 'compositing'],
    [{ scale: 0.1 }, 'scale'],
    [{ scale: [1.2, 0.8] }, 'scale'],
    [{ scale: Number.NaN }, 'scale'],
    [{ rotate: 181 }, 'rotate'],
    [{ seed: 0.5 }, 'seed'],
    [{ length: 0 }, 'length'],
    [{ cuont: 2 }, 'cuont'],
  ])('%j', (options, path) => {
    expect(pathOf(options)).toBe(`RNP_CONFIG options.${path}`);
  });

  test('objects for which there is no room, at once', () => {
    expect(() => sceneSource([digits], { canvas: 24 })).toThrow(
      /^options\.canvas: 24×24 is too small for digits \(test\): up to scale 1\.2 and turned by up to 10°, ink needs \d+×\d+ pixels/,
    );
    expect(() => sceneSource([digits], { count: [0, 9] })).toThrow(
      /^options\.count: 9 objects do not find room on a canvas of 50×50 without overlap; choose fewer/,
    );
    expect(pathOf({ count: 12, canvas: 12, overlap: true, scale: 1 })).toBe('RNP_CONFIG options.count');
  });

  test('sources that do not fit together', () => {
    expect(pathOf({}, [])).toBe('RNP_CONFIG sources');
    expect(pathOf({}, [squares, { ...squares, split: 'train' }])).toBe('RNP_CONFIG sources');
    const dark = createDataset({
      name: 'dark',
      split: 'test',
      imageShape: [4, 4, 1],
      images: new Uint8Array(16),
    });
    expect(pathOf({}, [dark])).toBe('RNP_CONFIG sources');
    const two = createDataset({
      name: 'two',
      split: 'test',
      imageShape: [2, 2, 2],
      images: new Uint8Array(8),
    });
    expect(pathOf({}, [squares, two])).toBe('RNP_CONFIG sources[1]');
    expect(codeOf(() => scenes([squares], { canvas: 1024, length: 10_000 }))).toBe('RNP_DATA_TOO_LARGE');
  });

  test('scenes that there are not', () => {
    const source = sceneSource([squares], { length: 5 });
    expect(codeOf(() => source.scene(5))).toBe('RNP_CONFIG');
    expect(codeOf(() => source.images([0, -1]))).toBe('RNP_CONFIG');
    expect(codeOf(() => source.batch({ step: 0, batchSize: 6, seed: 1 }))).toBe('RNP_CONFIG');
  });
});
