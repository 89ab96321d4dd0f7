import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { expectClose, expectGradientClose, type GoldenTensor, tensorOf } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  decoderShapes,
  overlapPenalty,
  parseMetrics,
  renderComposed,
  renderNested,
  tallyParse,
  unroll,
} from '../src/index.js';
import { configOf, type GoldenDecoder, goldenDecoders, weightsOf } from './goldenDecoders.js';

/**
 * Drawings are compared with their largest entry, 1.5e-4 of it: an action's last float32 digit shifts a steep edge,
 * whatever the value there. (NumPy in plain float32 misses an entrywise 1e-4 on entries 0 and 3 by factors of 2
 * and 11, where this is at 0.5 to 4.6.) States, actions, losses and gradients keep golden's own bounds.
 */
const expectDrawn = (actual: tf.Tensor, expected: GoldenTensor): void =>
  expectGradientClose(tf.reshape(actual, [...expected.shape]), expected, 1.5e-4);

/** Value and gradients of a loss in the program and all weights, which come in as tensors in a fixed order. */
function differentiate(
  golden: GoldenDecoder,
  loss: (weights: Record<string, tf.Tensor>, program: tf.Tensor2D) => tf.Tensor,
): { value: tf.Tensor; program: tf.Tensor; weights: Record<string, tf.Tensor> } {
  const weights = weightsOf(golden);
  const names = Object.keys(weights);
  const { value, grads } = tf.valueAndGrads(
    (program: tf.Tensor, ...rest: tf.Tensor[]) =>
      loss(Object.fromEntries(names.map((name, i) => [name, rest[i]!])), program as tf.Tensor2D) as tf.Scalar,
  )([tensorOf(golden.program), ...names.map((name) => weights[name]!)]);
  return {
    value,
    program: grads[0]!,
    weights: Object.fromEntries(names.map((name, i) => [name, grads[i + 1]!])),
  };
}

describe.each(['cpu', 'wasm'] as const)('golden decoders on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(goldenDecoders.map((golden, i) => [i, golden] as const))('decoder %d', (_, golden) => {
    const config = configOf(golden);

    test('its weights are exactly the parameters this package lays out', () => {
      const shapes = Object.fromEntries(
        Object.entries(golden.weights).map(([name, { shape }]) => [name, [...shape]]),
      );
      expect(decoderShapes(config)).toEqual(shapes);
    });

    test('states, actions, children, placed parts and canvases', () => {
      tf.tidy(() => {
        const unrolled = unroll(weightsOf(golden), config, tensorOf(golden.program) as tf.Tensor2D);
        const rendering = renderNested(unrolled, config, { placed: true });
        golden.levels.forEach((level, k) => {
          const { states, actions } = unrolled.levels[k]!;
          expectClose(states, level.states);
          expectClose(actions, level.actions);
          const children = rendering.levels[k + 1]?.canvases ?? unrolled.leaves;
          expectDrawn(children, level.children);
          expectDrawn(rendering.levels[k]!.placed!, level.placed);
          expectDrawn(rendering.levels[k]!.canvases, level.canvas);
        });
        expectDrawn(rendering.canvas, golden.output);
      });
    });

    test('loss of nested rendering and its gradients', () => {
      tf.tidy(() => {
        const target = tensorOf(golden.target);
        const result = differentiate(golden, (weights, program) => {
          const { canvas } = renderNested(unroll(weights, config, program), config);
          return tf.sum(tf.square(tf.sub(canvas, target)));
        });
        expectClose(result.value, { shape: [], data: [golden.loss] });
        expectGradientClose(result.program, golden.gradProgram);
        for (const [name, expected] of Object.entries(golden.gradWeights)) {
          expectGradientClose(result.weights[name]!, expected);
        }
      });
    });

    test('composed rendering, overlap penalty, their loss and gradients', () => {
      tf.tidy(() => {
        const target = tensorOf(golden.target);
        const { composed } = golden;
        const unrolled = unroll(weightsOf(golden), config, tensorOf(golden.program) as tf.Tensor2D);
        const rendering = renderComposed(unrolled, config);
        expectDrawn(rendering.canvas, composed.output);
        expectDrawn(renderComposed(unrolled, config, { parts: false }).canvas, composed.output);
        const penalty = overlapPenalty(rendering, composed.overlapWeights);
        expect(penalty.shape).toEqual([golden.program.shape[0]]);
        expectClose(tf.sum(penalty), { shape: [], data: [composed.overlapPenalty] });
        const result = differentiate(golden, (weights, program) => {
          const drawn = renderComposed(unroll(weights, config, program), config);
          const error = tf.sum(tf.square(tf.sub(drawn.canvas, target)));
          return tf.add(error, tf.sum(overlapPenalty(drawn, composed.overlapWeights)));
        });
        expectClose(result.value, { shape: [], data: [composed.loss] });
        expectGradientClose(result.program, composed.gradProgram);
        for (const [name, expected] of Object.entries(composed.gradWeights)) {
          expectGradientClose(result.weights[name]!, expected);
        }
      });
    });

    test('purity and effective children', async () => {
      const unrolled = tf.tidy(() =>
        unroll(weightsOf(golden), config, tensorOf(golden.program) as tf.Tensor2D),
      );
      const metrics = parseMetrics([await tallyParse(unrolled, config)]);
      tf.dispose(unrolled);
      golden.parseMetrics.purity.forEach((value, k) => {
        expect(Math.abs(metrics.purity[k]! - value)).toBeLessThan(1e-4);
      });
      golden.parseMetrics.effectiveChildren.forEach((value, k) => {
        expect(Math.abs(metrics.effectiveChildren[k]! - value)).toBeLessThan(1e-4);
      });
    });
  });
});
