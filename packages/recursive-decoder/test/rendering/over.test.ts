import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderConfig,
  type DecoderOptions,
  decoderConfig,
  figureAndGround,
  overlapPenalty,
  parseTreeFromJson,
  parseTrees,
  partViews,
  patchLoss,
  placePart,
  renderComposed,
  renderNested,
  renderTree,
  replacePart,
  tallyParse,
  treeEnergy,
  type Unrolled,
  unroll,
  withoutAbsent,
} from '../../src/index.js';
import { layOver } from '../../src/rendering/layOver.js';
import { boldParameters, handmadeUnrolled, smallConfig } from '../smallDecoder.js';

const over = (options: DecoderOptions = {}): DecoderConfig =>
  smallConfig({ compositing: 'over', ...options });

/** [n, t, p, c] values in [0, 1] whose last channel is alpha, colours multiplied by it. */
function layers([n, t, p, c]: readonly [number, number, number, number], seed: number): tf.Tensor4D {
  const random = createRandom(seed);
  const data = new Float32Array(n * t * p * c);
  for (let at = 0; at < data.length; at += c) {
    const alpha = random.uniform();
    for (let i = 0; i < c - 1; i++) data[at + i] = alpha * random.uniform();
    data[at + c - 1] = alpha;
  }
  return tf.tensor4d(data, [n, t, p, c]);
}

/** Porter & Duff's over by its definition, in float64, one layer after another. */
function overByHand(values: tf.Tensor4D): number[] {
  const [n, t, p, c] = values.shape;
  const data = values.dataSync();
  const out = new Float64Array(n * p * c);
  for (let i = 0; i < n; i++)
    for (let s = 0; s < t; s++)
      for (let q = 0; q < p; q++) {
        const from = ((i * t + s) * p + q) * c;
        for (let k = 0; k < c; k++) {
          const at = (i * p + q) * c + k;
          out[at] = data[from + k]! + (1 - data[from + c - 1]!) * out[at]!;
        }
      }
  return [...out];
}

/** Round leaves, [n, 9, 9, 3], transparent at the border. */
function blobs(n: number): tf.Tensor4D {
  const data = Array.from({ length: n * 81 }, (_, i) => {
    const [x, y] = [(i % 9) / 4 - 1, (Math.floor(i / 9) % 9) / 4 - 1];
    const alpha = 0.9 * Math.exp(-6 * (x * x + y * y));
    const leaf = Math.floor(i / 81);
    return [alpha * (0.3 + 0.15 * leaf), alpha * (0.9 - 0.2 * leaf), alpha];
  });
  return tf.tensor4d(data.flat(), [n, 9, 9, 3]);
}

/** A tree of hand-made leaves of one level, each everywhere on a canvas of 6×6 pixels with two colours. */
function stack(leaves: readonly (readonly [number, number, number])[]): [Unrolled, DecoderConfig] {
  const t = leaves.length;
  const config = over({
    imageShape: [6, 6, 2],
    childrenPerLevel: [t],
    scaleOffset: [-0.5],
    leaf: { kind: 'dense', patch: [3, 3] },
  });
  const patches = tf.tile(
    tf.reshape(tf.tensor2d(leaves.map((leaf) => [...leaf])), [t, 1, 1, 3]),
    [1, 3, 3, 1],
  );
  return [handmadeUnrolled(config, 1, [tf.zeros([1, t, 6])], patches as tf.Tensor4D), config];
}

const drawings = [
  ['nested', renderNested],
  ['composed', renderComposed],
] as const;

describe.each(composedOn)('compositing over on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('layers are laid over each other as the definition says, however many there are', () => {
    for (const t of [1, 2, 3, 4, 7, 16]) {
      tf.tidy(() => {
        const given = layers([2, t, 5, 3], t);
        expect(distance(layOver(given), overByHand(given))).toBeLessThan(1e-6);
      });
    }
  });

  test('a red half over a green whole: values written by hand', () => {
    tf.tidy(() => {
      const given = tf.tensor4d([0, 0.8, 1, 0.4, 0.1, 0.5], [1, 2, 1, 3]);
      expect(distance(layOver(given), [0.4, 0.1 + 0.5 * 0.8, 1])).toBeLessThan(1e-6);
    });
  });

  test('its gradient is that of finite differences', () => {
    tf.tidy(() => {
      const weights = normals([2, 4, 3], 3);
      gradientCheck(
        (given) => tf.sum(tf.mul(layOver(given as tf.Tensor4D), weights)),
        [layers([2, 5, 4, 3], 2)],
      );
    });
  });

  test.each(drawings)('%s: what is opaque and on top hides all below it', (_, render) => {
    tf.tidy(() => {
      const [hidden, config] = stack([
        [0.3, 0.2, 0.7],
        [0.5, 0.1, 0.9],
        [0.25, 0.75, 1],
      ]);
      const { canvas } = render(hidden, config);
      expect(distance(canvas, tf.tile(tf.tensor4d([0.25, 0.75], [1, 1, 1, 2]), [1, 6, 6, 1]))).toBeLessThan(
        1e-6,
      );
    });
  });

  test.each(drawings)(
    '%s: what is transparent changes nothing, and one leaf over black is what it holds',
    (_, render) => {
      tf.tidy(() => {
        const leaf = [0.3, 0.2, 0.7] as const;
        const [one, ofOne] = stack([leaf]);
        const [three, ofThree] = stack([[0, 0, 0], leaf, [0, 0, 0]]);
        const { canvas, levels } = render(one, ofOne);
        expect(distance(canvas, tf.tile(tf.tensor4d([0.3, 0.2], [1, 1, 1, 2]), [1, 6, 6, 1]))).toBeLessThan(
          1e-6,
        );
        expect(levels[0]!.canvases.shape).toEqual([1, 6, 6, 3]);
        expect(distance(render(three, ofThree).canvas, canvas)).toBe(0);
      });
    },
  );

  test('the order of parts counts where they meet, and nowhere else', () => {
    tf.tidy(() => {
      const config = over({
        imageShape: [12, 12, 2],
        childrenPerLevel: [2],
        scaleOffset: [1.5],
        leaf: { kind: 'dense', patch: [4, 4] },
      });
      const drawn = (shift: number, turned: boolean): tf.Tensor4D => {
        const actions = [
          [0, 0, 0, 0, -shift, 0],
          [0, 0, 0, 0, shift, 0],
        ];
        const leaves = tf.reshape(layers([1, 2, 16, 3], 5), [2, 4, 4, 3]) as tf.Tensor4D;
        const order = turned ? [1, 0] : [0, 1];
        const taken = tf.gather(leaves, order) as tf.Tensor4D;
        const tree = handmadeUnrolled(config, 1, [tf.tensor3d([order.map((i) => actions[i]!)])], taken);
        return renderComposed(tree, config).canvas;
      };
      expect(distance(drawn(0.6, true), drawn(0.6, false))).toBeLessThan(1e-6);
      expect(distance(drawn(0.2, true), drawn(0.2, false))).toBeGreaterThan(0.01);
    });
  });

  test.each<[string, DecoderOptions]>([
    ['two levels', {}],
    ['three levels', { childrenPerLevel: [2, 3, 2], scaleOffset: [0.3, 0.4, 0.5] }],
    ['soft borders', { border: 'soft' }],
    ['patches fed back', { feedback: 'image' }],
    ['shared networks and gated cells', { generator: 'embedding', cell: 'gru' }],
    ['convolutions', { leaf: { kind: 'convTranspose' } }],
  ])('a canvas stays within [0, 1], %s, with parts or without, and in plain data', async (_, options) => {
    const config = over({ ...options, rendering: 'composed' });
    const unrolled = tf.tidy(() => unroll(boldParameters(config), config, normals([2, 5], 4) as tf.Tensor2D));
    const [whole, parts, low, high] = tf.tidy(() => {
      const { canvas } = renderComposed(unrolled, config, { parts: false });
      const nested = renderNested(unrolled, config).canvas;
      return [
        canvas,
        renderComposed(unrolled, config).canvas,
        tf.min(tf.concat([canvas, nested])),
        tf.max(tf.concat([canvas, nested])),
      ];
    });
    expect(whole!.shape).toEqual([2, 9, 12, 2]);
    expect(unrolled.leaves.shape[3]).toBe(3);
    expect(distance(whole!, parts!)).toBeLessThan(1e-6);
    expect(low!.dataSync()[0]).toBeGreaterThanOrEqual(0);
    expect(high!.dataSync()[0]).toBeLessThanOrEqual(1);
    const trees = await parseTrees(unrolled, config);
    const redrawn = trees.flatMap((tree) => [
      ...renderTree(parseTreeFromJson(JSON.stringify(tree)), { width: 12, height: 9 }).data,
    ]);
    expect(distance(whole!, redrawn)).toBeLessThan(1e-4);
    tf.dispose([unrolled, whole, parts, low, high] as unknown as tf.TensorContainer);
  });

  test('gradients of drawings reach leaves and actions, and the penalty’s are right', () => {
    tf.tidy(() => {
      const config = over({ childrenPerLevel: [2, 2], border: 'soft', scaleOffset: [0.37, 0.23] });
      const actions = [normals([1, 2, 6], 41, 0.2), normals([2, 2, 6], 42, 0.2)];
      const leaves = blobs(4);
      // Smooth, as bilinear kinks are small then.
      const weights = tf.reshape(tf.sin(tf.range(0, 216)), [1, 9, 12, 2]);
      for (const [, render] of drawings) {
        const f = (...[top, bottom, patches]: tf.Tensor[]): tf.Tensor => {
          const tree = handmadeUnrolled(config, 1, [top!, bottom!], patches as tf.Tensor4D);
          const drawn = render(tree, config);
          return tf.add(tf.sum(tf.mul(drawn.canvas, weights)), tf.sum(overlapPenalty(drawn, [0.1, 0.2])));
        };
        gradientCheck((patches) => f(...actions, patches), [leaves]);
        // Bilinear edges have kinks everywhere: a wide difference would step over many of them.
        gradientCheck((...moved) => f(...moved, leaves), actions, {
          step: 1e-4,
          tolerance: 0.1,
          directions: 2,
        });
      }
    });
  });

  test('the penalty is that of what parts cover', () => {
    tf.tidy(() => {
      const [tree, config] = stack([
        [0.1, 0.1, 0.5],
        [0.2, 0.1, 0.25],
      ]);
      const penalty = overlapPenalty(renderComposed(tree, config), [1]);
      expect(penalty.dataSync()[0]).toBeCloseTo(36 * 2 * 0.5 * 0.25, 4);
    });
  });

  test('an absent part covers nothing', () => {
    tf.tidy(() => {
      const config = over({ rendering: 'composed' });
      const unrolled = unroll(boldParameters(config), config, normals([1, 5], 4) as tf.Tensor2D);
      const left = withoutAbsent(unrolled, config, [[[true, false, true]]]);
      const parts = renderComposed(unrolled, config).levels[1]!.canvases;
      const both = tf.reshape(tf.gather(parts, [0, 2]), [1, 2, 108, 3]) as tf.Tensor4D;
      const expected = tf.reshape(layOver(both), [1, 9, 12, 3]);
      expect(distance(renderComposed(left, config).levels[0]!.canvases, expected)).toBeLessThan(1e-6);
    });
  });

  test('ink is what parts cover, views have the image’s channels, and patches are compared as over black', async () => {
    const config = over({ rendering: 'composed' });
    const before = tf.memory().numTensors;
    const params = boldParameters(config);
    const unrolled = unroll(params, config, normals([2, 5], 4) as tf.Tensor2D, { innerPatches: true });
    const { levels } = await tallyParse(unrolled, config);
    expect(levels.map(({ withInk }) => withInk)).toEqual([2, 2]);
    for (const level of [0, 1]) {
      const views = partViews(unrolled, config, tf.zeros([2, 9, 12, 2]), level);
      expect(views.shape).toEqual([level === 0 ? 6 : 12, 9, 12, 4]);
      views.dispose();
    }
    tf.tidy(() => {
      const shown = tf.slice(unrolled.levels[0]!.patches!, [0, 0, 0, 0], [-1, -1, -1, 2]);
      const black = patchLoss(unrolled, config, tf.zeros([2, 9, 12, 2]));
      expect(distance(black, tf.sum(tf.reshape(tf.square(shown), [2, -1]), 1))).toBeLessThan(1e-4);
    });
    expect(treeEnergy(params, config)).toBeUndefined();
    tf.disposeVariables();
    tf.dispose([unrolled, params] as unknown as tf.TensorContainer);
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(3);
  });

  test('no tensor is left behind', async () => {
    const [tree, config] = stack([
      [0.1, 0.1, 0.5],
      [0.2, 0.1, 0.25],
    ]);
    for (const [, render] of drawings) {
      const draw = (): void => tf.dispose(render(tree, config) as unknown as tf.TensorContainer);
      expect(await leakedTensors(draw)).toBe(0);
    }
  });
});

test('trees say how they are drawn, and their parts are replaced and moved', async () => {
  const config = over({ rendering: 'composed' });
  const unrolled = unroll(boldParameters(config), config, normals([2, 5], 4) as tf.Tensor2D);
  const [one, other] = await parseTrees(unrolled, config);
  expect(one!.compositing).toBe('over');
  expect(one!.root.children[0]!.children[0]!.patch!.shape).toEqual([4, 5, 3]);
  const { children } = other!.root;
  const replaced = replacePart(one!, [1], children[0]!);
  expect(parseTreeFromJson(replaced)).toEqual(replaced);
  const size = { width: 12, height: 9 };
  const moved = placePart(one!, [2], one!.root.children[2]!.action!, config.scaleOffset[0]!);
  expect([...renderTree(moved, size).data]).toEqual([...renderTree(one!, size).data]);
  // A node alone is drawn as its tree draws it, if that is told.
  const part = one!.root.children[1]!;
  const alone = renderTree(part, { ...size, frame: 'own', tree: one! });
  expect(alone.channels).toBe(2);
  expect([...alone.data]).toEqual([...renderTree(one!, { ...size, frame: 'own', path: [1] }).data]);
  const { compositing: _, ...summed } = one!;
  expect(() => parseTreeFromJson(summed)).toThrow(/patch\.shape\[2\]: must be 2/);
  expect(() => renderTree(summed, size)).toThrow(/has a leaf of 3 channels in a picture of 2/);
  expect(() => parseTreeFromJson({ ...one!, compositing: 'under' })).toThrow(/compositing: .*sum.*over/);
});

test('leaves without alpha cannot be laid over each other', () => {
  const images = [
    [
      [1, 0],
      [0, 1],
    ],
  ];
  expect(() => over({ leaf: { kind: 'primitives', images } })).toThrow(/leaf\.kind: .*has no alpha.*'sum'/);
  expect(() => over({ compositing: 'under' as 'over' })).toThrow(/compositing/);
});

describe('what is behind all parts', () => {
  beforeAll(() => useBackend('wasm'));
  const size = { width: 12, height: 9 };

  test.each(drawings)(
    '%s: a given picture is seen where nothing hides it, to the bit where it is as large as the image',
    (_, render) => {
      tf.tidy(() => {
        const [clear, config] = stack([[0, 0, 0]]);
        const ground = tf.reshape(tf.linspace(0, 1, 72), [1, 6, 6, 2]) as tf.Tensor4D;
        expect(distance(render({ ...clear, ground }, config).canvas, ground)).toBe(0);
        const [half] = stack([[0.1, 0.3, 0.5]]);
        const expected = tf.add(tf.tensor([0.1, 0.3]), tf.mul(0.5, ground));
        expect(distance(render({ ...half, ground }, config).canvas, expected)).toBeLessThan(1e-6);
        const small = tf.tensor4d([0, 0, 1, 0, 0, 1, 1, 1], [1, 2, 2, 2]);
        const shown = render({ ...clear, ground: small }, config).canvas;
        expect(shown.arraySync()[0]![0]!.map(([red]) => red!)).toEqual(
          [0, 0.2, 0.4, 0.6, 0.8, 1].map((red) => expect.closeTo(red, 5)),
        );
        const gradient = tf.grad((picture) =>
          tf.sum(render({ ...half, ground: picture as tf.Tensor4D }, config).canvas),
        )(small);
        // Each pixel is a mean of the four, half of it seen: 36 pixels of two channels.
        expect(tf.sum(gradient).dataSync()[0]).toBeCloseTo(36, 3);
        expect(distance(gradient, tf.fill([1, 2, 2, 2], 4.5))).toBeLessThan(1e-3);
      });
    },
  );

  test('a program draws its own, which trees hold, and figure and ground are told apart', async () => {
    const config = over({ rendering: 'composed', ground: 'program' });
    const params = boldParameters(config);
    const names = Object.keys(params).filter((name) => name.startsWith('ground/'));
    expect(names).toEqual(
      ['dense1/kernel', 'dense1/bias', 'dense2/kernel', 'dense2/bias'].map((name) => `ground/${name}`),
    );
    const unrolled = tf.tidy(() => unroll(params, config, normals([2, 5], 4) as tf.Tensor2D));
    expect(unrolled.ground!.shape).toEqual([2, 7, 7, 2]);
    const { canvas } = renderComposed(unrolled, config, { parts: false });
    const trees = await parseTrees(unrolled, config);
    const [values, first] = [canvas.dataSync(), parseTreeFromJson(JSON.stringify(trees[0]))];
    expect(distance(tf.tensor([...renderTree(first, size).data]), [...values.slice(0, 216)])).toBeLessThan(
      1e-4,
    );
    const { figure, ground } = figureAndGround(first, size);
    expect([figure.channels, ground.channels]).toEqual([1, 2]);
    const { ground: _, ...alone } = first;
    const over0 = renderTree(alone, size).data;
    const together = ground.data.map((value, i) => over0[i]! + (1 - figure.data[i >> 1]!) * value);
    expect(distance(tf.tensor([...together]), [...values.slice(0, 216)])).toBeLessThan(1e-4);
    const absent = withoutAbsent(unrolled, config, [[[false, false, false]], [[true, true, true]]]);
    const { canvas: blank } = renderComposed(absent, config, { parts: false });
    expect(distance(tf.tensor([...ground.data]), [...blank.dataSync().slice(0, 216)])).toBeLessThan(1e-4);
    // A part alone has nothing behind it.
    expect(renderTree(first, { ...size, path: [0] }).data).toEqual(
      renderTree(alone, { ...size, path: [0] }).data,
    );
    expect(() => parseTreeFromJson({ ...first, ground: { shape: [7, 7, 3], data: [] } })).toThrow(
      /ground\.shape\[2\]/,
    );
    const { compositing: __, ...summed } = first;
    expect(() => parseTreeFromJson(summed)).toThrow(/ground: is behind parts that are summed/);
    expect(() => figureAndGround(summed, size)).toThrow(/compositing: must be 'over'/);
    tf.dispose([params, unrolled, canvas, absent.leaves, blank] as unknown as tf.TensorContainer);
  });

  test('gradients reach the weights of the ground', () => {
    tf.tidy(() => {
      const config = over({ rendering: 'composed', ground: 'program' });
      const params = boldParameters(config);
      const program = normals([2, 5], 4) as tf.Tensor2D;
      const out = normals([2, 9, 12, 2], 24);
      gradientCheck(
        (...[kernel, bias]: tf.Tensor[]) => {
          const moved = { ...params, 'ground/dense1/kernel': kernel!, 'ground/dense2/bias': bias! };
          const { canvas } = renderComposed(unroll(moved, config, program), config, { parts: false });
          return tf.sum(tf.mul(canvas, out));
        },
        [params['ground/dense1/kernel']!, params['ground/dense2/bias']!],
      );
    });
  });

  test('is refused where nothing hides it, and of other shapes', () => {
    for (const compositing of ['sum', undefined] as const)
      expect(() => decoderConfig({ ground: 'program', compositing })).toThrow(
        expect.objectContaining({
          code: 'RNP_CONFIG',
          path: 'ground',
          complaint: expect.stringContaining("compositing 'over'"),
        }),
      );
    tf.tidy(() => {
      const [tree, config] = stack([[0, 0, 0]]);
      const draw = (ground: tf.Tensor4D) => (): unknown => renderComposed({ ...tree, ground }, config);
      expect(draw(tf.zeros([1, 6, 6, 1]))).toThrow(/unrolled\.ground/);
      expect(draw(tf.zeros([2, 6, 6, 2]))).toThrow(/2 pictures for 1 image/);
    });
  });
});
