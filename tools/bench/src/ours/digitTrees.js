// b images
import { trainingData } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import { infer } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The bundled model of MNIST, digits, and the trees that one look of its encoder sees in them, from which both sides of the
 * measurement of inference begin. The active backend must be chosen.
 */
export async function digitTrees(count) {
  const { model } = await loadModel('mnist');
  const digits = trainingData(await embeddedDigits({ split: 'test' }));
  const images = tf.tensor4d(digits.batch({ step: 0, batchSize: count, seed: 1 }), [
    count,
    ...digits.imageShape,
  ]);
  const { trees } = await infer(model, images, { free: 'parts', steps: 0 });
  const roots = trees.map(({ root }) => root);
  const start = {
    program: tf.tensor2d(roots.map(({ program }) => [...program])),
    states: tf.tensor3d(roots.map(({ children }) => children.map(({ program }) => [...program]))),
    actions: tf.tensor3d(roots.map(({ children }) => children.map(({ action }) => [...action]))),
  };
  return { model, images, trees, start };
}
