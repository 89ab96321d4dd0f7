import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as checks from '../src/checks.js';
import * as nn from '../src/index.js';

const random = nn.createRandom(1);
const conv = { kernel: 3, stride: 1, pad: 1, input: 1, output: 2 };
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });

/** Calls with right arguments. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  const zeros = (...shape: number[]): tf.Tensor => tf.zeros(shape);
  const images = zeros(1, 4, 4, 1);
  const convolution = nn.initConvolution(conv, random);
  const state = (): nn.AdamState => nn.initAdam({ w: zeros(2) });
  return {
    activate: [zeros(2, 3), 'elu'],
    adamUpdate: [
      { w: zeros(2) },
      { w: zeros(2) },
      state(),
      { learningRate: 0.1, factor: tf.scalar(1), clipValue: 1 },
    ],
    batchNorm: [
      images,
      { gamma: tf.ones([1]), beta: zeros(1) },
      { mean: zeros(1), variance: tf.ones([1]) },
      { training: false, activation: 'relu', residual: images },
    ],
    batchNormShapes: [2],
    batchNormRunningShapes: [2],
    biasActivation: [zeros(2, 3), zeros(3), 'elu'],
    clipFactor: [tf.scalar(1), 1],
    convolutionShapes: [conv],
    convolutionRunningShapes: [conv],
    convolve: [images, conv, convolution.parameters, convolution.runningStatistics, { training: false }],
    convolvedSize: [conv, 8],
    countOf: [{ a: [2, 3] }],
    createRandom: [1, 2],
    dense: [zeros(2, 3), zeros(3, 4), zeros(4), 'elu'],
    denseShapes: [2, 3],
    globalNorm: [[zeros(2), zeros(3)]],
    glorotUniform: [[2, 3], 2, 3, random],
    initAdam: [{ w: zeros(2) }],
    initBatchNorm: [2],
    initConvolution: [conv, random],
    initDense: [2, 3, random],
    initLayerNorm: [2],
    layerNorm: [zeros(2, 3), zeros(3), zeros(3), 1e-5, 'elu'],
    layerNormShapes: [2],
    prefixed: [{ b: 1 }, 'a'],
    select: [{ 'a/b': 1 }, 'a'],
    sharedOptimiser: [memory],
    sizeOf: [[2, 3]],
    stopGradient: [() => tf.ones([2])],
  };
}

/** The checks that other packages call, with right arguments. */
function rightChecks(): Readonly<Record<string, readonly unknown[]>> {
  return {
    checkActivation: ['options.activation', 'elu'],
    checkCount: ['options.shape', [2, 3]],
    checkLimit: ['options.clipNorm', 1],
    checkRandom: [random],
    expectShape: ['x', tf.zeros([2, 3]), [2, 'n'], '; resize it'],
    expectTensor: ['x', tf.zeros([2])],
    expectTensors: ['weights', { kernel: tf.zeros([2]) }, { kernel: [2] }],
  };
}

beforeAll(() => useBackend('wasm'));

test('every check for other packages is called below', () => {
  expect(Object.keys(rightChecks()).sort()).toEqual(exportedFunctions(checks));
});

test.each(exportedFunctions(checks))('%s throws its own errors and leaves no tensor', async (name) => {
  tf.engine().startScope();
  const check = (checks as unknown as Record<string, Call>)[name]!;
  // The path is what an error names: no call leaves it out.
  const named: Call = (...all) => check(...(all.length === 0 ? ['x'] : all));
  await expectOwnErrors(named, rightChecks()[name]!);
  tf.engine().endScope();
});

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(nn));
});

test.each(exportedFunctions(nn))('%s throws its own errors and leaves no tensor', async (name) => {
  tf.engine().startScope();
  const right = rightCalls()[name]!;
  const given = (nn as unknown as Record<string, Call>)[name]!;
  // Moments are taken over, so each call gets its own; the factor of a norm that is NaN is NaN.
  const special: Readonly<Record<string, Call>> = {
    adamUpdate: taking,
    clipFactor: (...all) => void given(...all),
  };
  // Null is no limit, and no gradient.
  await expectOwnErrors(special[name] ?? given, right, name === 'adamUpdate' ? ['clipValue', 'w'] : []);
  tf.engine().endScope();
});

function taking(weights: unknown, gradients: unknown, state: unknown, settings: unknown): unknown {
  const own = copied(state);
  try {
    return (nn.adamUpdate as Call)(weights, gradients, own, settings);
  } catch (cause) {
    tf.dispose(own as tf.TensorContainer);
    throw cause;
  }
}

function copied(value: unknown): unknown {
  if (value instanceof tf.Tensor) return value.isDisposed ? value : tf.clone(value);
  const plain =
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  if (!plain) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, copied(entry)]));
}
