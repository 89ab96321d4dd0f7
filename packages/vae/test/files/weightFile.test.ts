import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { readSafetensors, type TensorData, writeSafetensors } from '@rnp/files';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { adamFromSafetensors, adamToSafetensors } from '../../src/files/adamFile.js';
import { weightsFromSafetensors, weightsToSafetensors } from '../../src/files/weightFile.js';
import { expectedShapes } from '../../src/weightShapes.js';
import type { Weights } from '../../src/weights.js';
import { tensorsOf, tinyNetwork } from './tinyNetwork.js';

const shapes = expectedShapes(tinyNetwork);
const kernel = 'decoder/state/output/decoder2/kernel';

function weightsOf(): Weights {
  return { parameters: tensorsOf(shapes.parameters), runningStatistics: tensorsOf(shapes.runningStatistics) };
}

function valuesOf(tensors: Readonly<Record<string, tf.Tensor>>): unknown {
  return Object.entries(tensors).map(([name, value]) => [name, value.shape, value.dataSync()]);
}

/** The file of good weights, changed. */
function changed(change: (tensors: Map<string, TensorData>) => void): Uint8Array {
  const weights = weightsOf();
  const tensors = new Map<string, TensorData>(readSafetensors(weightsToSafetensors(weights)).tensors);
  tf.dispose([weights.parameters, weights.runningStatistics]);
  change(tensors);
  return writeSafetensors(tensors);
}

describe.each(['cpu', 'wasm'] as const)('weights as files on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('names are those of the weights, runningStatistics apart', () => {
    const names = [...readSafetensors(changed(() => {})).tensors.keys()];
    expect(names).toEqual([
      'decoder/scale',
      kernel,
      'encoder/dense/bias',
      'encoder/dense/kernel',
      'runningStatistics/norm/mean',
      'runningStatistics/norm/variance',
    ]);
  });

  test('load ∘ save is the identity, to the last bit, and leaks nothing', async () => {
    const leaked = await leakedTensors(() => {
      const weights = weightsOf();
      const loaded = weightsFromSafetensors(weightsToSafetensors(weights), shapes);
      expect(valuesOf(loaded.parameters)).toEqual(valuesOf(weights.parameters));
      expect(valuesOf(loaded.runningStatistics)).toEqual(valuesOf(weights.runningStatistics));
      tf.dispose([
        weights.parameters,
        weights.runningStatistics,
        loaded.parameters,
        loaded.runningStatistics,
      ]);
    });
    expect(leaked).toBe(0);
  });

  test('moments come back with step and updates', () => {
    const adam = { first: tensorsOf(shapes.parameters), second: tensorsOf(shapes.parameters), updates: 499 };
    const loaded = adamFromSafetensors(adamToSafetensors({ adam, step: 500 }), shapes.parameters);
    expect(loaded).toMatchObject({ step: 500, adam: { updates: 499 } });
    expect(valuesOf(loaded.adam.first)).toEqual(valuesOf(adam.first));
    expect(valuesOf(loaded.adam.second)).toEqual(valuesOf(adam.second));
    tf.dispose([adam.first, adam.second, loaded.adam.first, loaded.adam.second] as tf.TensorContainer);
  });

  test.each<[string, (tensors: Map<string, TensorData>) => void, string | RegExp]>([
    [
      'another shape',
      (tensors) => tensors.set(kernel, { shape: [5, 3], data: new Float32Array(15) }),
      `${kernel} is [5, 3], the config makes it [3, 5]`,
    ],
    ['a missing tensor', (tensors) => tensors.delete(kernel), `lacks ${kernel} [3, 5]`],
    [
      'missing runningStatistics',
      (tensors) => tensors.delete('runningStatistics/norm/mean'),
      'lacks runningStatistics/norm/mean [1]',
    ],
    [
      'an unknown tensor',
      (tensors) => tensors.set('decoder/more', { shape: [1], data: Float32Array.of(1) }),
      '"decoder/more" [1] has no place in the config',
    ],
    [
      'a name from the prototype',
      (tensors) => tensors.set('toString', { shape: [1], data: Float32Array.of(1) }),
      '"toString" [1] has no place',
    ],
    [
      'NaN',
      (tensors) => tensors.set('decoder/scale', { shape: [], data: Float32Array.of(Number.NaN) }),
      'decoder/scale: entry 0 is NaN',
    ],
    [
      'whole numbers',
      (tensors) => tensors.set('decoder/scale', { shape: [], data: Int32Array.of(1) }),
      'decoder/scale holds I32; convert it to F32',
    ],
  ])('%s is refused by name, and nothing leaks', (_, change, message) => {
    const bytes = changed(change);
    const before = tf.memory().numTensors;
    const attempt = (): unknown => weightsFromSafetensors(bytes, shapes, 'm/model.safetensors');
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.objectContaining({ code: 'RNP_WEIGHTS', path: 'm/model.safetensors' }));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a checkpoint of moments without a step is refused', () => {
    const first = tensorsOf(shapes.parameters);
    const state = { adam: { first, second: first, updates: 1 }, step: Number.NaN };
    expect(() => adamToSafetensors(state)).toThrow(/step: must be a whole number from 0, not NaN/);
    const { tensors, metadata } = readSafetensors(adamToSafetensors({ ...state, step: 1 }));
    const bytes = writeSafetensors(tensors, { ...metadata, step: 'NaN' });
    expect(() => adamFromSafetensors(bytes, shapes.parameters)).toThrow(/step as a whole number/);
    tf.dispose(first);
  });

  test('weights that are no numbers are not saved', () => {
    const weights = weightsOf();
    weights.parameters[kernel]!.dispose();
    const parameters = { ...weights.parameters, [kernel]: tf.fill([3, 5], Number.POSITIVE_INFINITY) };
    const attempt = (): unknown => weightsToSafetensors({ ...weights, parameters });
    expect(attempt).toThrow(RnpError);
    expect(attempt).toThrow(expect.objectContaining({ code: 'RNP_DIVERGED', path: kernel }));
    tf.dispose([parameters, weights.runningStatistics]);
  });
});
