import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as models from '../src/index.js';
import { load } from '../src/mnist.js';

const options = { from: new URL('../trained/mnist', import.meta.url), signal: new AbortController().signal };

const picture = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) };
let mnist: models.TrainedModel;
let tree: ParseTree;

/** Functions with right arguments. */
const rightCalls = (): Readonly<Record<string, readonly [Call, readonly unknown[]]>> => ({
  draw: [models.draw as Call, [tree, { scale: 2 }]],
  modelPreprocessing: [
    models.modelPreprocessing as Call,
    [{ model: mnist.model, document: { preprocessing: mnist.preprocessing } }, 'config.json'],
  ],
  parse: [
    models.parse as Call,
    [
      { model: mnist.model, preprocessing: mnist.preprocessing },
      picture,
      { path: 'a.png', infer: 1, signal: options.signal },
    ],
  ],
  isModelName: [models.isModelName as Call, ['mnist']],
  loadModel: [freed(models.loadModel as Call), ['mnist', options]],
  load: [freed(load as Call), [options]],
});

/** Only what throws is looked at for tensors that are left. */
function freed(call: Call): Call {
  return async (...values) => {
    const { model } = (await call(...values)) as models.TrainedModel;
    model.dispose();
  };
}

beforeAll(async () => {
  await useBackend('wasm');
  mnist = await models.loadModel('mnist');
  tree = await models.parse(mnist, picture);
});
afterAll(() => mnist.model.dispose());

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual([...exportedFunctions(models), 'load'].sort());
});

test.each([...exportedFunctions(models), 'load'])(
  '%s throws its own errors and leaves no tensor',
  async (name) => {
    await expectOwnErrors(...rightCalls()[name]!);
  },
);

test('images of grey levels are refused, and told how to mend them', async () => {
  const { model } = await models.loadModel('mnist');
  const images = tf.fill([1, 28, 28, 1], 255) as tf.Tensor4D;
  await expect(model.parse(images)).rejects.toThrow(/values from 255 to 255; .* divide by 255/);
  images.dispose();
  model.dispose();
});

test.each([
  ['action', ['x', 0, 0, 0, 0, 0], 'root.children[0].action[0]'],
  ['action', [null, 0, 0, 0, 0, 0], 'root.children[0].action[0]'],
  ['action', 'x', 'root.children[0].action'],
  ['children', undefined, 'root.children[0].children'],
] as const)('a tree whose %s is %p is not drawn', (field, value, path) => {
  const broken = JSON.parse(JSON.stringify(tree));
  broken.root.children[0][field] = value;
  expect(() => models.draw(broken)).toThrow(expect.objectContaining({ code: 'RNP_PARSE_TREE', path }));
});

test('a scale that makes the picture too large is named, not a width that nobody gave', () => {
  expect(() => models.draw(Promise.resolve(tree) as never)).toThrow(
    /must be an object, not a promise that nobody awaited/,
  );
  expect(() => models.draw(tree, { scale: 1024 })).toThrow(
    expect.objectContaining({ code: 'RNP_CONFIG', path: 'options.scale' }),
  );
});

test('a signal that is aborted stops a parse, also one without inference', async () => {
  const reason = new Error('enough');
  await expect(models.parse(mnist, picture, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const parsing = models.parse(mnist, picture, { signal: controller.signal });
  controller.abort(reason);
  await expect(parsing).rejects.toBe(reason);
});

test('what is no picture is told what a picture is', async () => {
  const told = async (source: unknown): Promise<string> =>
    models.parse(mnist, source as Uint8Array).then(String, (error: Error) => error.message);
  expect(await told('seven.png')).toBe(
    'picture: must be a picture, not the string "seven.png"; give its bytes, such as await readFile(path)',
  );
  expect(await told(new Float32Array(784))).toMatch(
    /^picture: must be the bytes of a PNG or JPEG, .* \(Float32Array\)$/,
  );
});

test('a path where an address belongs, and a misspelt name, are told what to give', async () => {
  await expect(models.loadModel('mnist', { from: '/models/mnist' })).rejects.toThrow(/pathToFileURL\(path\)/);
  await expect(models.loadModel('minst' as 'mnist')).rejects.toThrow(/Did you mean mnist\?$/);
});
