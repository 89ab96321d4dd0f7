import { addAll } from '@rnp/backend';
import { lossGradients, lossOf } from '@rnp/vae/training';
import * as tf from '@tensorflow/tfjs-core';
import { bars, laidOver, smallModel } from './scene.js';

const config = { reduction: 'mean', beta: 0.1, weightNorm: 0, patchWeight: 0, overlap: [0.05, 0.07] };
const batch = 4;
/** Half the distance of the two evaluations, along a direction of length 1; larger ones meet kinks, smaller ones are lost. */
const step = 5e-5;
/** What the loss's central difference may differ by from the gradient, as a share of the larger. */
const allowed = 3e-2;
/** Weights of every kind, by the beginning of their names. */
const kinds = ['encoder/conv1', 'encoder/dense', 'encoder/mean', 'decoder/state', 'decoder/policy'];

/**
 * How fast the whole loss rises along its own gradient in all weights of a kind, whose length that must be, by a central difference: encoder, batch norm, sampling,
 * hypernetworks, unrolling, placing and the overlap penalty.
 */
export async function* gradients() {
  yield* gradientsOf(smallModel(), kinds, '');
  yield* gradientsOf(
    smallModel(laidOver),
    ['decoder/state', 'decoder/policy', 'decoder/ground'],
    ', parts laid over each other',
  );
}

async function* gradientsOf(model, kinds, note) {
  const images = tf.tensor4d(bars(batch), [batch, 12, 12, 1]);
  const noise = tf.tensor2d(waves(batch * 4, 1), [batch, 4]);
  const { parameters, runningStatistics } = model.weights;
  const found = lossGradients(model.network, model.weights, images, noise, config);
  const lossAt = async (moved) => {
    const loss = tf.tidy(() => lossOf(model.network, moved, runningStatistics, images, noise, config).total);
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
  try {
    for (const kind of kinds) {
      const names = Object.keys(parameters).filter(
        (name) => name.startsWith(kind) && found.gradients[name] !== null,
      );
      if (names.length === 0) throw new Error(`no weight's name begins with ${kind}`);
      const along = tf.tidy(() =>
        tf.sqrt(addAll(names.map((name) => tf.sum(tf.square(found.gradients[name]))))),
      );
      const directions = Object.fromEntries(
        names.map((name) => [name, tf.tidy(() => tf.div(found.gradients[name], along))]),
      );
      const [analytic] = await along.data();
      const sides = [];
      for (const sign of [1, -1]) {
        const moved = { ...parameters };
        for (const name of names) {
          moved[name] = tf.tidy(() => tf.add(parameters[name], tf.mul(directions[name], sign * step)));
        }
        sides.push(await lossAt(moved));
        for (const name of names) moved[name].dispose();
      }
      const numeric = (sides[0] - sides[1]) / (2 * step);
      const ratio =
        Math.abs(numeric - analytic) / (allowed * Math.max(Math.abs(numeric), Math.abs(analytic), 1e-2));
      yield {
        group: 'gradients',
        name: `loss in ${kind}${note}`,
        ratio,
        where: `${analytic} for ${numeric}`,
      };
      tf.dispose([along, directions]);
    }
  } finally {
    model.dispose();
    tf.dispose([images, noise, found.gradients, found.terms, found.runningStatistics]);
  }
}

/** Numbers in [-1, 1] without a pattern that a kernel could share. */
function waves(count, phase) {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(12.9898 * (i + 1) * phase + 78.233 * phase));
}
