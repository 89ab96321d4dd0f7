// b images
import { defaultInferOptions } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/** Adam's, as `infer` has it by default. */
const learningRate = 0.14;

/**
 * Inference as `infer` does it with free parts, by `tf.grads`: the same energy, Adam, rates and best tree of each image, from
 * TensorFlow.js's own ops. `draw` says how a tree is drawn (plainTree.js, tapedTree.js).
 *
 * @param {import('@rnp/vae').Model} model
 * @param {tf.Tensor4D} images [b, h, w, c]
 * @param {{ program: tf.Tensor, states: tf.Tensor, actions: tf.Tensor }} start [b, z], [b, t, z], [b, t, 6]; the caller's
 * @param {{ steps: number, draw: Function }} options
 * @returns {tf.Tensor1D} [b], the energy of each image's best tree; the caller's
 */
export function descendByGradients(model, images, start, { steps, draw }) {
  const { precisions } = defaultInferOptions;
  const names = Object.keys(start);
  const energies = (tree) => {
    const { canvas, predicted } = draw(model.weights.parameters, model.config, tree);
    const half = (precision, difference) =>
      tf.mul(precision / 2, tf.sum(tf.reshape(tf.square(difference), [images.shape[0], -1]), 1));
    return tf.addN([
      half(precisions.pixels, tf.sub(images, canvas)),
      half(precisions.top, tree.program),
      half(precisions.states, tf.sub(tree.states, predicted.states)),
      half(precisions.actions, tf.sub(tree.actions, predicted.actions)),
    ]);
  };
  const rows = (x) => tf.reshape(x, [images.shape[0], -1]);
  let now = tf.tidy(() => ({
    tree: byName(names, (name) => tf.clone(start[name])),
    first: byName(names, (name) => tf.zerosLike(start[name])),
    second: byName(names, (name) => tf.zerosLike(start[name])),
    best: byName(names, (name) => tf.clone(start[name])),
    least: tf.fill([images.shape[0]], Number.POSITIVE_INFINITY),
  }));
  for (let step = 0; step <= steps; step++) {
    const next = tf.tidy(() => {
      let values;
      const sum = (...tensors) => {
        values = tf.keep(energies(byName(names, (_, i) => tensors[i])));
        return tf.sum(values);
      };
      const gradients = step === steps ? null : tf.grads(sum)(names.map((name) => now.tree[name]));
      const energy = gradients === null ? energies(now.tree) : values;
      const better = tf.expandDims(tf.less(energy, now.least), 1);
      const best = byName(names, (name) => {
        const taken = tf.where(better, rows(now.tree[name]), rows(now.best[name]));
        return tf.reshape(taken, now.tree[name].shape);
      });
      const least = tf.minimum(energy, now.least);
      values?.dispose();
      if (gradients === null) return { best, least };
      const share = Math.min(1, (step + 1) / 10, (steps - step) / (0.8 * steps));
      const moved = names.map((name, i) => adam(now, name, gradients[i], step + 1, learningRate * share));
      return {
        ...byName(['tree', 'first', 'second'], (_, part) => byName(names, (_, i) => moved[i][part])),
        best,
        least,
      };
    });
    tf.dispose(now);
    now = next;
  }
  tf.dispose(now.best);
  return now.least;
}

/** Adam's update of one tensor; actions move by 0.6 of the rate and stay within [-1, 1]. */
function adam(now, name, gradient, update, rate) {
  const [beta1, beta2] = [0.8, 0.9];
  const first = tf.add(tf.mul(now.first[name], beta1), tf.mul(gradient, 1 - beta1));
  const second = tf.add(tf.mul(now.second[name], beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const correction = Math.sqrt(1 - beta2 ** update);
  const own = name === 'actions' ? 0.6 * rate : rate;
  const step = tf.div(first, tf.add(tf.sqrt(second), 1e-8 * correction));
  const value = tf.sub(now.tree[name], tf.mul(step, (own * correction) / (1 - beta1 ** update)));
  return [name === 'actions' ? tf.clipByValue(value, -1, 1) : value, first, second];
}

function byName(names, of) {
  return Object.fromEntries(names.map((name, i) => [name, of(name, i)]));
}
