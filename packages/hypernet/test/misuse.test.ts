import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom, type Random } from '@rnp/nn';
import { expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as hypernet from '../src/index.js';

const config = { latent: 2, hidden: 3, layers: 1, outputs: { kernel: [2, 2] } };
const random = createRandom(1);
/** Calls with right arguments. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  const zeros = (...shape: number[]): tf.Tensor => tf.zeros(shape);
  const parameters = hypernet.initHypernet(config, random);
  const cell = (gates: number): object => ({
    recurrentKernel: zeros(1, 2, 2 * gates),
    kernel: zeros(1, 3, 2 * gates),
    bias: zeros(1, 2 * gates),
  });
  return {
    elmanCell: [zeros(1, 2), zeros(1, 3), cell(1), 'elu'],
    gruCell: [zeros(1, 2), zeros(1, 3), cell(3)],
    lstmCell: [zeros(1, 2), zeros(1, 2), zeros(1, 3), cell(4)],
    convTransposeSize: [3, 2, 1, 0],
    hyperConvTranspose: [zeros(1, 2, 2, 3), zeros(1, 2, 2, 1, 3), zeros(1, 1), { stride: 1 }],
    hyperDense: [zeros(1, 1, 3), zeros(1, 3, 4), zeros(1, 4), 'elu'],
    generate: [parameters, config, zeros(1, 2), ['kernel']],
    generateFrom: [zeros(1, 3), parameters, config, ['kernel']],
    generateJoined: [zeros(1, 3), parameters, config, ['kernel']],
    generateWith: [zeros(1, 3), { kernel: zeros(3, 4) }],
    joinedOutputs: [parameters, config, ['kernel']],
    programFeatures: [parameters, config, zeros(1, 2)],
    hypernetShapes: [config],
    initHypernet: [config, random],
    drawPrimitives: [zeros(1, 1, 2), zeros(2, 3, 3, 1)],
  };
}

beforeAll(() => useBackend('wasm'));

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(hypernet));
});

test.each(exportedFunctions(hypernet))('%s throws its own errors and leaves no tensor', async (name) => {
  tf.engine().startScope();
  const call = (hypernet as unknown as Record<string, (...all: unknown[]) => unknown>)[name]!;
  await expectOwnErrors(call, rightCalls()[name]!);
  tf.engine().endScope();
});

test.each([
  [
    'an activation',
    () => hypernet.hyperDense(tf.zeros([1, 1, 2]), tf.zeros([1, 2, 3]), tf.zeros([1, 3]), 'swish' as 'elu'),
    /hyperDense\.activation: must be one of identity, elu/,
  ],
  [
    'a stream',
    () => hypernet.initHypernet(config, 7 as unknown as Random),
    /random: must be an object, not 7/,
  ],
  [
    'a size',
    () => hypernet.hypernetShapes({ ...config, latent: '4' as unknown as number }),
    /latent is the string "4"/,
  ],
  [
    'an option',
    () => hypernet.hypernetShapes({ ...config, width: 3 } as never),
    /hypernetwork\.width: is an unknown option/,
  ],
] as const)('%s is named with what it may be', (_name, call, message) => {
  tf.tidy(() => expect(call).toThrow(message));
});

test('a program of another size is no matter of weights', () => {
  tf.tidy(() => {
    const parameters = hypernet.initHypernet(config, random);
    const wrong = (): unknown => hypernet.generate(parameters, config, tf.zeros([1, 3]));
    expect(wrong).toThrow(/^z: is \[1, 3\] where \[n, 2\] is expected$/);
  });
});
