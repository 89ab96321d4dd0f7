import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { type ParseNode, parseTreeFromJson, renderTree } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  createRnp,
  evaluate,
  infer,
  type Looks,
  modelFromFiles,
  modelToFiles,
  type RnpOptions,
  rnpConfig,
  withLooks,
} from '../../src/index.js';
import { lookAtParts } from '../../src/rnp/lookAtParts.js';
import { boldRnp } from '../boldRnp.js';
import { smallRnp } from '../smallRnp.js';
import { strokes, strokeValues } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const variants: readonly [string, Partial<RnpOptions>][] = [
  ['one level', { childrenPerLevel: [3] }],
  ['two levels, nested', { rendering: 'nested' }],
  ['three levels', { childrenPerLevel: [2, 1, 2] }],
  ['three levels, parts alone', { childrenPerLevel: [2, 1, 2], looks: 'parts' }],
  ['four levels', { childrenPerLevel: [2, 1, 2, 1] }],
  ['gated cells', { cell: 'lstm' }],
];
const nodesOf = (node: ParseNode): readonly ParseNode[] => [node, ...node.children.flatMap(nodesOf)];

describe.each(composedOn)('one look on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(variants)(
    '%s: parts are as they are seen, beside what their programs predict',
    async (_, options) => {
      const model = boldRnp({ looks: 'all', ...options });
      const images = strokes(2, shape);
      const trees = await model.parse(images);
      const { looks, childrenPerLevel } = model.config;
      const depth = childrenPerLevel.length;
      for (const tree of trees) {
        for (const node of nodesOf(tree.root).slice(1)) {
          const seen = looks === 'all' || node.level === depth - 1;
          expect(node.predicted !== undefined).toBe(seen);
          expect(node.action!.every((value) => Math.abs(value) <= 1)).toBe(true);
          if (seen) expect(node.program).not.toEqual(node.predicted!.program);
        }
        expect(parseTreeFromJson(JSON.parse(JSON.stringify(tree)))).toEqual(tree);
      }
      tf.tidy(() => {
        const drawn = model.reconstruct(images).dataSync();
        const plain = model.decode(model.encode(images).mean).dataSync();
        expect(drawn.some((value, i) => Math.abs(value - plain[i]!) > 1e-3)).toBe(true);
        if (model.config.rendering === 'nested') return;
        for (const [i, tree] of trees.entries()) {
          for (const [pixel, value] of renderTree(tree, { width: 12, height: 12 }).data.entries()) {
            expect(Math.abs(value - drawn[i * 144 + pixel]!)).toBeLessThan(1e-4);
          }
        }
      });
      tf.dispose(images);
      model.dispose();
    },
  );

  test('what is not trained to look corrects nothing', () => {
    tf.tidy(() => {
      const model = createRnp({ ...smallRnp(12), looks: 'all' }, { seed: 3 });
      const images = strokes(2, shape);
      const drawn = model.reconstruct(images).dataSync();
      expect([...drawn]).toEqual([...model.decode(model.encode(images).mean).dataSync()]);
      model.dispose();
    });
  });

  test('each image is seen for itself, and one of NaN spoils no other', () => {
    tf.tidy(() => {
      const model = boldRnp({ looks: 'all' });
      const images = strokes(3, shape);
      const together = model.reconstruct(images);
      const one = model.reconstruct(tf.slice(images, 1, 1));
      // Few programs are run by other products, rounded in another order.
      expect(tf.max(tf.abs(tf.sub(tf.slice(together, 1, 1), one))).dataSync()[0]).toBeLessThan(3e-3);
      // Weights of a network of one's own could do that to an image; images with NaN are refused.
      const { network, weights } = model;
      const broken = tf.concat([tf.fill([1, ...shape], Number.NaN), tf.slice(images, 1)]) as tf.Tensor4D;
      const program = model.encode(images).mean;
      const { levels } = lookAtParts(network, weights, broken, program, { training: false });
      const whole = lookAtParts(network, weights, images, program, { training: false });
      for (const [k, { states, actions }] of levels.entries()) {
        const parts = states.shape[0] / 3;
        for (const [seen, expected] of [
          [states, whole.levels[k]!.states],
          [actions, whole.levels[k]!.actions],
        ] as const) {
          const rest = (x: tf.Tensor): number[] => [...tf.slice(x, parts).dataSync()];
          expect(rest(seen)).toEqual(rest(expected));
        }
      }
      model.dispose();
    });
  });

  test('infer begins at it, and evaluate measures it', async () => {
    const model = boldRnp({ looks: 'all' });
    const images = strokes(2, shape);
    const [parsed, inferred] = [await model.parse(images), await infer(model, images, { steps: 0 })];
    expect(inferred.trees).toEqual(parsed);
    const { ssePerImage, parse } = await evaluate(model, [strokeValues(2, shape)]);
    const mean = inferred.squaredErrors.reduce((sum, one) => sum + one) / 2;
    expect(Math.abs(ssePerImage - mean)).toBeLessThan(1e-4);
    expect(parse!.purity).toEqual((await model.parseMetrics(images)).purity);
    const top = await infer(model, images, { steps: 0, free: 'top' });
    expect(top.trees).toEqual(await model.parsePrograms(model.encode(images).mean));
    tf.dispose(images);
    model.dispose();
  });

  test('nothing leaks', async () => {
    const model = boldRnp({ looks: 'all' });
    const images = strokes(2, shape);
    for (const look of [
      () => tf.dispose(model.reconstruct(images)),
      () => model.parse(images),
      () => model.parseMetrics(images),
      () => evaluate(model, [strokeValues(2, shape)]),
      () => infer(model, images, { steps: 1 }),
    ]) {
      expect(await leakedTensors(look)).toBe(0);
    }
    tf.dispose(images);
    model.dispose();
  });
});

describe('the option', () => {
  beforeAll(() => useBackend('wasm'));

  test('looks at images alone unless asked, and is refused by name', () => {
    expect(rnpConfig({}).looks).toBe('top');
    const refusal = (options: object): string => {
      try {
        rnpConfig(options as RnpOptions);
      } catch (error) {
        if (error instanceof RnpError) return `${error.code} ${error.path}`;
      }
      return 'nothing';
    };
    expect(refusal({ looks: 'leaves' })).toBe('RNP_CONFIG looks');
    expect(refusal({ looks: 'parts', encoder: 'custom' })).toBe('RNP_CONFIG looks');
    expect(refusal({ looks: 'top', encoder: 'custom' })).toBe('nothing');
  });

  test.each<Looks>(['parts', 'all'])('%s is saved with a model, and loaded', async (looks) => {
    const model = boldRnp({ looks });
    const loaded = (await modelFromFiles(modelToFiles(model))).model as typeof model;
    expect(loaded.config.looks).toBe(looks);
    const images = strokes(2, shape);
    expect(await loaded.parse(images)).toEqual(await model.parse(images));
    tf.dispose(images);
    model.dispose();
    loaded.dispose();
  });

  test('a model trained without it says of images what it said, and corrects nothing yet', async () => {
    const model = createRnp(smallRnp(12), { seed: 3 });
    const images = strokes(2, shape);
    const looking = withLooks(model, { looks: 'all', seed: 1 });
    for (const [name, tensor] of Object.entries(model.weights.parameters)) {
      if (name === 'encoder/conv1/kernel') continue;
      expect([...looking.weights.parameters[name]!.dataSync()]).toEqual([...tensor.dataSync()]);
    }
    tf.tidy(() => {
      const [before, after] = [model.encode(images).mean, looking.encode(images).mean];
      expect(tf.max(tf.abs(tf.sub(before, after))).dataSync()[0]).toBeLessThan(1e-5);
      const [drawn, redrawn] = [model.reconstruct(images), looking.reconstruct(images)];
      expect(tf.max(tf.abs(tf.sub(drawn, redrawn))).dataSync()[0]).toBeLessThan(1e-5);
    });
    expect(() => withLooks(looking, { looks: 'all', seed: 1 })).toThrow(/already/);
    expect(await leakedTensors(() => withLooks(model, { looks: 'parts', seed: 1 }).dispose())).toBe(0);
    tf.dispose(images);
    model.dispose();
    looking.dispose();
  });
});
