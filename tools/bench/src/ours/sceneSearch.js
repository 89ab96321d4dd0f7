import { sceneSource } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import { explainScenes } from '@rnp/scenes';
import * as tf from '@tensorflow/tfjs-core';
import { median } from '../statistics.js';
import { startBackend } from './backend.js';

const canvas = 50;

/** `explainScenes` of one scene of two digits at a time, by the bundled model: milliseconds of each, the median. */
export async function measure({ scenes, warmUp, backend }, progress) {
  await startBackend(backend);
  const { model } = await loadModel('mnist');
  const digits = await embeddedDigits({ split: 'test' });
  const source = sceneSource([digits], { count: 2, canvas, length: warmUp + scenes, seed: 1 });
  const times = [];
  for (let index = 0; index < source.length; index++) {
    const image = tf.tidy(() => tf.div(tf.tensor4d(source.scene(index).image, [1, canvas, canvas, 1]), 255));
    const begun = performance.now();
    await explainScenes(model, image);
    if (index >= warmUp) times.push(performance.now() - begun);
    image.dispose();
    progress((index + 1) / source.length);
  }
  return { msPerCall: median(times) };
}
