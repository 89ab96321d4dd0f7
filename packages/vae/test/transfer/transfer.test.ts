import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { ParseNode } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  createRnp,
  deeper,
  lightEncoder,
  lowerLevels,
  type Rnp,
  type RnpOptions,
  train,
  withNewEncoder,
  withNewEncoderAndPolicy,
} from '../../src/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes } from '../strokes.js';

const three: RnpOptions = { ...smallRnp(20), childrenPerLevel: [2, 3, 2], scaleOffset: [0.2, 0.4, 0.6] };

beforeAll(() => useBackend('wasm'));

/** Names of the parameters that two models have in common with the same values, to the last bit. */
function shared(a: Rnp, b: Rnp): string[] {
  return Object.entries(a.weights.parameters).flatMap(([name, value]) => {
    const other = b.weights.parameters[name];
    if (other === undefined || other.shape.join() !== value.shape.join()) return [];
    const [one, two] = [value.dataSync(), other.dataSync()];
    return one.every((v, i) => Object.is(v, two[i])) && one.some((v) => v !== 0 && v !== 1) ? [name] : [];
  });
}

function notConstant(model: Rnp, prefix: string): string[] {
  return Object.entries(model.weights.parameters)
    .filter(([name, value]) => name.startsWith(prefix) && value.dataSync().some((v) => v !== 0 && v !== 1))
    .map(([name]) => name);
}

function pixelsOf(model: Rnp, program: tf.Tensor2D): Float32Array {
  const drawn = model.decode(program);
  const values = drawn.dataSync() as Float32Array;
  drawn.dispose();
  return values;
}

/** What a subtree is made of, wherever it stands: programs, actions, patches. */
function contents(node: ParseNode): unknown[] {
  return node.children.map(({ action, program, patch, ...child }) => [
    action,
    program,
    patch ?? contents({ action, program, ...child }),
  ]);
}

describe('a new encoder', () => {
  test('comes to hypernetworks that are the same to the last bit; the given model is untouched', async () => {
    expect(
      await leakedTensors(async () => {
        const model = createRnp(smallRnp(10), { seed: 3 });
        const program = model.samplePrior(2, 1);
        const drawn = pixelsOf(model, program);
        const adapted = withNewEncoder(model, { seed: 4 });
        expect(shared(model, adapted)).toEqual(notConstant(model, 'decoder/'));
        expect(pixelsOf(adapted, program)).toEqual(drawn);
        const run = { steps: 2, batchSize: 4, frozen: ['decoder/'], parseEvery: 0 };
        for await (const event of train(adapted, strokeData(), run)) expect(event.steps).toBe(2);
        expect(pixelsOf(adapted, program)).toEqual(drawn);
        // Each has tensors of its own.
        model.dispose();
        expect(pixelsOf(adapted, program)).toEqual(drawn);
        adapted.dispose();
        program.dispose();
      }),
    ).toBe(0);
  });

  test('is seeded, and may be of another kind and for images of another size', () => {
    const model = createRnp(smallRnp(10), { seed: 3 });
    const twins = [1, 2].map(() => withNewEncoder(model, { seed: 5 }));
    const names = Object.keys(model.weights.parameters);
    expect(shared(twins[0]!, twins[1]!)).toEqual(
      names.filter((name) => notConstant(twins[0]!, '').includes(name)),
    );
    const other = withNewEncoder(model, { seed: 5, encoder: 'paper', imageShape: [17, 19, 1] });
    expect(other.config).toEqual({ ...model.config, encoder: 'paper', imageShape: [17, 19, 1] });
    const images = strokes(2, [17, 19, 1]);
    const reconstructed = other.reconstruct(images);
    expect(reconstructed.shape).toEqual([2, 17, 19, 1]);
    const own = withNewEncoder(model, { seed: 5, encoder: lightEncoder([10, 10, 1], 4) });
    expect(own.config.encoder).toBe('custom');
    expect(() => withNewEncoder(own, { seed: 1 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'encoder' }),
    );
    expect(() => withNewEncoder(model, { seed: 1, imageShape: [10, 10, 3] })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', message: expect.stringMatching(/must be 1, .*not 3/) }),
    );
    tf.dispose([images, reconstructed]);
    for (const one of [model, ...twins, other, own]) one.dispose();
  });

  test('and a new H_policy keep H_state alone', () => {
    const model = createRnp(smallRnp(10), { seed: 3 });
    const adapted = withNewEncoderAndPolicy(model, { seed: 4 });
    expect(shared(model, adapted)).toEqual(notConstant(model, 'decoder/state/'));
    const again = withNewEncoderAndPolicy(model, { seed: 4 });
    expect(shared(adapted, again)).toEqual(notConstant(adapted, ''));
    for (const one of [model, adapted, again]) one.dispose();
  });
});

describe('lower levels', () => {
  test('draw from a part’s program what the part drew', async () => {
    expect(
      await leakedTensors(async () => {
        const model = createRnp(three, { seed: 3 });
        const lower = lowerLevels(model, 2, { seed: 1, imageShape: [10, 10, 1] });
        expect([
          lower.config.childrenPerLevel,
          lower.config.scaleOffset,
          lower.config.imageShape,
          lower.config.leaf,
        ]).toEqual([[3, 2], [0.4, 0.6], [10, 10, 1], model.config.leaf]);
        expect(shared(model, lower)).toEqual(expect.arrayContaining(notConstant(model, 'decoder/')));
        const program = model.samplePrior(1, 2);
        const [whole] = await model.parsePrograms(program);
        const part = whole!.root.children[1]!;
        const its = tf.tensor2d([[...part.program]]);
        const [tree] = await lower.parsePrograms(its);
        expect(contents(tree!.root)).toEqual(contents(part));
        tf.dispose([program, its]);
        model.dispose();
        lower.dispose();
      }),
    ).toBe(0);
  });

  test.each([0, 3, 1.5, Number.NaN])('%d of three are refused', (count) => {
    const model = createRnp(three, { seed: 3 });
    expect(() => lowerLevels(model, count, { seed: 1 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', message: expect.stringContaining('1 to 2') }),
    );
    model.dispose();
  });

  test('a model of one level has none', () => {
    const model = createRnp({ ...smallRnp(10), childrenPerLevel: [3] }, { seed: 3 });
    expect(() => lowerLevels(model, 1, { seed: 1 })).toThrow(/one level/);
    model.dispose();
  });
});

describe('one level more', () => {
  test('runs the shallower model’s programs as parts, and learns', async () => {
    const model = createRnp(smallRnp(10), { seed: 3 });
    const deep = deeper(model, { children: 3, scaleOffset: 0.1, seed: 2 });
    expect([deep.config.childrenPerLevel, deep.config.scaleOffset]).toEqual([
      [3, 2, 2],
      [0.1, 0.4, 0.4],
    ]);
    const program = deep.samplePrior(1, 2);
    const [tree] = await deep.parsePrograms(program);
    const part = tree!.root.children[2]!;
    const its = tf.tensor2d([[...part.program]]);
    const [alone] = await model.parsePrograms(its);
    expect(contents(part)).toEqual(contents(alone!.root));
    const losses: number[] = [];
    const run = { steps: 30, batchSize: 6, learningRate: 3e-3, warmup: 5, logEvery: 5, parseEvery: 0 };
    for await (const event of train(deep, strokeData(), run)) {
      if (event.type === 'progress') losses.push(event.metrics.loss);
    }
    expect(losses.at(-1)!).toBeLessThan(losses[0]!);
    tf.dispose([program, its]);
    model.dispose();
    deep.dispose();
  });

  test('takes the former top’s scaleOffset, and refuses children out of range', () => {
    const model = createRnp({ ...smallRnp(10), scaleOffset: [0.3, 0.4] }, { seed: 3 });
    const deep = deeper(model, { children: 2, seed: 2 });
    expect(deep.config.scaleOffset).toEqual([0.3, 0.3, 0.4]);
    expect(() => deeper(model, { children: 0, seed: 2 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'childrenPerLevel[0]' }),
    );
    model.dispose();
    deep.dispose();
  });
});
