import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type AdamState, initAdam } from '@rnp/nn';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as index from '../src/index.js';
import * as pieces from '../src/training/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes, strokeValues } from './strokes.js';

const vae = { ...index, ...pieces };
const shape = [10, 10, 1] as const;
// Also where `steps` is left out, which are thousands then, one is taken.
const run = { steps: 1, until: 1, batchSize: 2, logEvery: 1, parseEvery: 1 };

interface RightCall {
  readonly call: Call;
  readonly right: readonly unknown[];
}

type Methods = Readonly<Record<string, (...values: unknown[]) => unknown>>;

/** Every function, and every method of a model, with right arguments. */
await useBackend('wasm');
const parsing = vae.createRnp(smallRnp(10), { seed: 1 });
const trees = await parsing.parse(strokes(2, shape));
parsing.dispose();

function rightCalls(): Readonly<Record<string, RightCall>> {
  const model = vae.createRnp(smallRnp(10), { seed: 1 });
  const { network, weights } = model;
  const images = strokes(2, shape);
  const { mean, logVariance } = model.encode(images);
  const posterior = { mean, logVariance };
  const one = tf.slice(mean, [0, 0], [1, 4]);
  const config = vae.trainingConfig({ steps: 3, batchSize: 2 });
  const small = vae.convVaeLike(model.config);
  const files = vae.modelToFiles(model);
  const shapes = vae.expectedShapes(network);
  const adam = (): AdamState => initAdam(weights.parameters);
  const adamFile = vae.adamToSafetensors({ adam: adam(), step: 1 });
  const parse = { images: 2, purity: [1, 1], effectiveChildren: [1, 1], withoutInk: [0, 0] };
  const options = { seed: 1, encoder: 'light', imageShape: shape };
  const functions: Readonly<Record<string, readonly unknown[]>> = {
    adamFromSafetensors: [adamFile, shapes.parameters, 'path'],
    adamToSafetensors: [{ adam: adam(), step: 1 }],
    checkFrozen: [['encoder/a', 'decoder/b'], ['encoder/']],
    checkLearning: [{ parts: true, looks: false }, vae.trainingConfig({ learning: 'amortised' })],
    collapseAdvice: [parse, { childrenPerLevel: [2, 2] }],
    convVaeLike: [model.config],
    convVaeNetwork: [small],
    createConvVae: [small, { seed: 1 }],
    createRnp: [smallRnp(10), { seed: 1 }],
    deeper: [model, { children: 2, scaleOffset: 1, ...options }],
    klDivergence: [posterior],
    encoderFromFunction: [() => posterior],
    evaluate: [model, [strokeValues(2, shape)], { inferred: { steps: 1 } }],
    expectedShapes: [network],
    filesOfModelFile: [vae.modelFileOf(files), 'path'],
    initWeights: [network, 1],
    isRnp: [model],
    judgedFrom: [{ overlap: [1, 0], overlapDelay: 1, overlapWarmup: 1 }],
    learningRateAt: [1, { steps: 3, learningRate: 0.1, warmup: 1, schedule: 'cosine' }],
    learnCosts: [[1, 2, 2], { parts: 2, smoothing: 0.5 }],
    lightEncoder: [shape, 4],
    lossGradients: [network, weights, images, mean, config],
    lossOf: [network, weights.parameters, weights.runningStatistics, images, mean, config],
    lowerLevels: [model, 1, options],
    maySayCollapsed: [500, { overlap: [1, 0], overlapDelay: 1, overlapWarmup: 1 }],
    modelFileOf: [files],
    modelFromFiles: [files, { path: 'path' }],
    modelToFiles: [model, { data: 'strokes' }, { precision: 'float16' }],
    namedEncoder: ['light', shape, 4],
    overlapWeightsAt: [1, config],
    paperEncoder: [[20, 20, 1], 4],
    parameterCount: [weights, 'decoder/'],
    rebornParts: [trees, strokeValues(2, shape), trees],
    readModelConfig: [files['config.json'], 'path'],
    rnpConfig: [smallRnp(10)],
    rnpNetwork: [model.config],
    trainingConfig: [config],
    weightsFromSafetensors: [files['model.safetensors'], shapes, 'path'],
    safetensorsIn: [files['model.safetensors'], 'int8', 'path'],
    weightsToSafetensors: [weights, 'float16'],
    withLooks: [model, { looks: 'parts', seed: 1 }],
    withNewEncoder: [model, options],
    withNewEncoderAndPolicy: [model, options],
  };
  const methods: Readonly<Record<string, readonly unknown[]>> = {
    blend: [mean, [0.5, 0.5]],
    decode: [mean],
    encode: [images],
    interpolate: [one, one, 3],
    parse: [images],
    parseMetrics: [images],
    parsePrograms: [mean],
    reconstruct: [images],
    samplePrior: [2, 1],
    tally: [images],
    tallyPrograms: [mean],
  };
  const asCalls = (of: Methods, all: typeof functions): [string, RightCall][] =>
    Object.entries(all).map(([name, right]) => [name, { call: (...values) => of[name]!(...values), right }]);
  return {
    ...Object.fromEntries(asCalls(vae as unknown as Methods, functions)),
    ...Object.fromEntries(asCalls(model as unknown as Methods, methods)),
    DivergenceError: { call: vae.DivergenceError as unknown as Call, right: [3, 2, 'Lower the rate'] },
    Model: { call: vae.Model as unknown as Call, right: [network, weights] },
    replaceWeights: {
      call: (given) => {
        model.replaceWeights(given as index.Weights);
        model.replaceWeights(weights);
      },
      right: [weights],
    },
    trainingStep: taking(vae.trainingStep, 1, [
      network,
      { ...weights, adam: adam(), step: 1 },
      images,
      mean,
      config,
    ]),
    deform: {
      call: vae.deform as Call,
      right: [
        model,
        trees,
        images,
        { stages: [{ blur: 1, steps: 1, learningRate: 0.1 }], precisions: { actions: 1, whole: 1 } },
      ],
    },
    infer: fewSteps({
      call: vae.infer as Call,
      right: [model, images, { steps: 1, free: 'all', optimiser: 'gradient', precisions: { top: 0.5 } }],
    }),
    inferSteps: fewSteps({
      call: goneThrough(vae.inferSteps),
      right: [model, images, { steps: 1, every: 1, presence: { cost: [0.5, 0.5], steps: 1, before: 1 } }],
    }),
    sampleTrees: {
      call: goneThrough(vae.sampleTrees),
      right: [model, { count: 1, seed: 1, noise: 0.1 }],
    },
    learnPrecisions: fewSteps({
      call: vae.learnPrecisions as Call,
      right: [model, images, { steps: 1, rounds: 1, samples: 1, learned: ['states'] }],
    }),
    treeBounds: {
      call: vae.treeBounds as Call,
      right: [model, trees, images, { samples: 1, precisions: { top: 2 } }],
    },
    train: { call: goneThrough(vae.train), right: [model, strokeData(shape), run] },
  };
}

/** A call that asks an iterator for all that it has. */
function goneThrough(of: (...values: never[]) => AsyncIterable<object>): Call {
  return async (...values) => {
    for await (const event of of(...(values as never[]))) void event;
  };
}

/**
 * A call of what takes fifty steps where its options, the last argument, do not say how many: it takes them where no options are given,
 * and one where they lack that alone.
 */
function fewSteps({ call, right }: RightCall): RightCall {
  const last = right.length - 1;
  return {
    call: (...values) => {
      const options = values[last];
      const untold =
        values.length > last && (options === undefined || (isPlain(options) && !('steps' in options)));
      return call(
        ...values.slice(0, last),
        ...(untold ? [{ ...(options as object), steps: 1 }] : values.slice(last)),
      );
    },
    right,
  };
}

/** A call of what takes moments over, with copies of them. */
function taking(of: (...values: never[]) => unknown, at: number, right: readonly unknown[]): RightCall {
  const call: Call = (...values) => {
    const taken = copied(values[at]);
    try {
      return of(...(Object.assign([...values], { [at]: taken }) as never[]));
    } catch (cause) {
      tf.dispose(taken as tf.TensorContainer);
      throw cause;
    }
  };
  return { call, right };
}

function copied(value: unknown): unknown {
  if (value instanceof tf.Tensor) return value.isDisposed ? value : tf.clone(value);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, copied(entry)]));
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

beforeAll(() => useBackend('wasm'));

const methods = Object.entries(Object.getOwnPropertyDescriptors(vae.Model.prototype))
  .filter(
    ([name, { value }]) =>
      typeof value === 'function' && !['constructor', 'dispose', 'checkUsable', 'ofImages'].includes(name),
  )
  .map(([name]) => name);
const names = [...exportedFunctions(vae), ...methods].sort();

test('every exported function and every method is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(names);
});

/** Options of which null is a value: no limit. */
const mayBeNull: Readonly<Record<string, readonly string[]>> = { trainingConfig: ['clipNorm'] };

test.each(names)('%s throws its own errors and leaves no tensor', async (name) => {
  const { call, right } = rightCalls()[name]!;
  await expectOwnErrors(call, right, mayBeNull[name]);
});

test.each<[string, () => unknown]>([
  ['createRnp', () => vae.createRnp(null as never)],
  ['createRnp, second', () => vae.createRnp({}, null as never)],
  ['createConvVae', () => vae.createConvVae(null as never)],
  ['createConvVae, second', () => vae.createConvVae({}, null as never)],
  ['rnpConfig', () => vae.rnpConfig(null as never)],
  ['trainingConfig', () => vae.trainingConfig(null as never)],
])('%s takes nothing for its defaults, but not null', (_, call) => {
  expect(call).toThrow(
    expect.objectContaining({
      code: 'RNP_CONFIG',
      message: expect.stringMatching(/must be an object.*null/),
    }),
  );
});

test.each([
  [255, /^images have values from 0 to 255; values in \[0, 1\] are expected: divide by 255$/],
  [-1, /from -1 to 1; values in \[0, 1\] are expected: undo what made them negative/],
  [Number.NaN, /image 1 holds NaN/],
  [Number.POSITIVE_INFINITY, /image 1 holds Infinity/],
])('images that hold %p are refused wherever images go in', async (value, message) => {
  const model = vae.createRnp(smallRnp(10), { seed: 1 });
  const pixels = strokeValues(2, shape);
  pixels[150] = value;
  const images = tf.tensor4d(pixels, [2, ...shape]);
  const data = { imageShape: shape, length: 2, batch: () => pixels };
  const calls: readonly (() => unknown)[] = [
    () => model.encode(images),
    () => model.reconstruct(images),
    () => model.parse(images),
    () => model.parseMetrics(images),
    () => vae.evaluate(model, [pixels]),
    () => vae.infer(model, images),
    () => vae.deform(model, trees, images),
    async () => {
      for await (const event of vae.train(model, data, run)) void event;
    },
  ];
  const before = tf.memory().numTensors;
  for (const call of calls) {
    await expect((async () => call())()).rejects.toMatchObject({
      code: 'RNP_IMAGES',
      message: expect.stringMatching(message),
    });
  }
  expect(tf.memory().numTensors).toBe(before);
});

test.each([
  [255, /^options\.(?:inferred\.)?ground: has values from 0 to 255; .*divide by 255$/],
  [-1, /undo what made them negative/],
  [Number.NaN, /image 0 holds NaN/],
  [Number.POSITIVE_INFINITY, /image 0 holds Infinity/],
])('a ground that holds %p is refused wherever one goes in', async (value, message) => {
  const model = vae.createRnp({ ...smallRnp(10), compositing: 'over' }, { seed: 1 });
  const images = strokes(2, shape);
  const pixels = new Float32Array(100);
  pixels[50] = value;
  const ground = tf.tensor3d(pixels, [...shape]);
  const before = tf.memory().numTensors;
  for (const [path, call] of groundCalls(model, images, { ground })) {
    await expect(call).rejects.toMatchObject({
      code: 'RNP_IMAGES',
      path,
      message: expect.stringMatching(message),
    });
  }
  expect(tf.memory().numTensors).toBe(before);
});

test('null is no ground, as little as a word is', async () => {
  const model = vae.createRnp({ ...smallRnp(10), compositing: 'over' }, { seed: 1 });
  const images = strokes(2, shape);
  for (const ground of [null, 'none'] as never[]) {
    for (const [path, call] of groundCalls(model, images, { ground }))
      await expect(call).rejects.toMatchObject({ code: 'RNP_IMAGES', path });
  }
  const summed = vae.createRnp(smallRnp(10), { seed: 1 });
  for (const [path, call] of groundCalls(summed, images, { ground: null as never }))
    await expect(call).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
});

/** Whatever takes a ground, and what it calls it. */
function groundCalls(
  model: index.Rnp,
  images: tf.Tensor4D,
  given: { readonly ground: tf.Tensor3D },
): readonly (readonly [path: string, call: Promise<unknown>])[] {
  const inferred = { steps: 1, ...given };
  return [
    ['options.ground', (async () => model.reconstruct(images, given))()],
    ['options.ground', vae.infer(model, images, inferred)],
    ['options.ground', vae.inferSteps(model, images, inferred).next()],
    ['options.inferred.ground', vae.evaluate(model, [images.dataSync() as Float32Array], { inferred })],
  ];
}

test('what a model draws where parts lie over each other, and what resizing overshoots, is taken', async () => {
  const model = vae.createRnp(smallRnp(10), { seed: 1 });
  const pixels = strokeValues(2, shape);
  [pixels[150], pixels[151]] = [1.6, -0.1];
  expect(await model.parse(tf.tensor4d(pixels, [2, ...shape]))).toHaveLength(2);
});

test('a gradient through an encoder does not wait for values', () => {
  const model = vae.createRnp(smallRnp(10), { seed: 1 });
  const images = tf.fill([1, ...shape], 255) as tf.Tensor4D;
  const loss = (x: tf.Tensor): tf.Scalar => tf.sum(model.encode(x as tf.Tensor4D).mean);
  expect(tf.grad(loss)(images).shape).toEqual([1, ...shape]);
});
