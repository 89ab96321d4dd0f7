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
 * How many times golden's bound for values each decoder's nested drawings may be off by. Decoder 3 is badly
 * conditioned: float64 arithmetic on its weights and programs rounded to float32 is off by 2.7 times the bound, in
 * a few entries next to steep edges (plain float32 in PyTorch by 8.7).
 */
const nestedSlack = [1, 1, 1, 3];

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

  describe.each(goldenDecoders.map((golden, i) => [i, golden] as const))('decoder %d', (index, golden) => {
    const config = configOf(golden);
    const expectDrawn = (actual: tf.Tensor, expected: GoldenTensor): void => {
      const slack = nestedSlack[index]!;
      expectClose(tf.reshape(actual, [...expected.shape]), expected, slack * 1e-4, slack * 1e-5);
    };

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
        expectClose(rendering.canvas, composed.output);
        expectClose(renderComposed(unrolled, config, { parts: false }).canvas, composed.output);
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
