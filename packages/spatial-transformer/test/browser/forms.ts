// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import * as tf from '@tensorflow/tfjs-core';
import { denseSample } from '../../src/denseSample.js';
import { placeSum, sampleAffine } from '../../src/index.js';
import { bordersOf } from '../../src/softBorder.js';
import { softSample } from '../../src/softSample.js';

/** A call of placeSum as plain data, which can be handed to a browser. */
export interface PlainScene {
  /** [n, h, w, c] */
  readonly imageShape: readonly [number, number, number, number];
  /** [H, W] */
  readonly canvas: readonly [number, number];
  readonly children: number;
  readonly border: 'hard' | 'soft';
  readonly frameCount: number;
  readonly image: readonly number[];
  readonly matrix: readonly number[];
  readonly frames: readonly number[];
  /** Of the canvases, and (the same numbers, repeated) of the items when each is drawn on its own. */
  readonly upstream: readonly number[];
  readonly energyUpstream: readonly number[];
}

export type Form = 'fused' | 'dense';

/** All values and gradients of a scene, by name. */
export type Results = Record<string, number[]>;

/** The scene's values and gradients on the active backend: placeSum's, and sampleAffine's of each item. */
export async function compute(scene: PlainScene, form: Form): Promise<Results> {
  const tensors = tf.tidy(() => {
    const image = tf.tensor4d(Float32Array.from(scene.image), [...scene.imageShape]);
    const [n, , , c] = scene.imageShape;
    const matrix = tf.tensor3d(Float32Array.from(scene.matrix), [n, 2, 3]);
    const frames = tf.tensor4d(Float32Array.from(scene.frames), [n, scene.frameCount, 2, 3]);
    const canvasShape: [number, number, number, number] = [n / scene.children, ...scene.canvas, c];
    const upstream = tf.tensor4d(Float32Array.from(scene.upstream), canvasShape);
    const energyUpstream = tf.tensor1d(Float32Array.from(scene.energyUpstream));
    const repeated = tf.tile(upstream, [scene.children, 1, 1, 1]);

    const { border } = scene;
    const dense = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor4D => {
      const masks = border === 'soft' ? bordersOf(c as tf.Tensor4D, scene.canvas) : (c as tf.Tensor4D);
      return softSample(denseSample, a as tf.Tensor4D, b as tf.Tensor3D, scene.canvas, masks);
    };
    const sum = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): ReturnType<typeof placeSum> => {
      if (form === 'fused') {
        const options = {
          outputShape: scene.canvas,
          children: scene.children,
          frames: c as tf.Tensor4D,
          border,
        };
        return placeSum(a as tf.Tensor4D, b as tf.Tensor3D, options);
      }
      const placed = dense(a, b, c);
      const grouped = tf.reshape(placed, [n / scene.children, scene.children, ...placed.shape.slice(1)]);
      return { canvas: tf.sum(grouped, 1), energy: tf.sum(tf.square(grouped), [1, 2, 3, 4]) };
    };
    const loss = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor => {
      const { canvas, energy } = sum(a, b, c);
      return tf.add(tf.sum(tf.mul(canvas, upstream)), tf.sum(tf.mul(energy, energyUpstream)));
    };
    const sample = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor =>
      form === 'fused'
        ? sampleAffine(a as tf.Tensor4D, b as tf.Tensor3D, {
            outputShape: scene.canvas,
            frames: c as tf.Tensor4D,
            border,
          })
        : dense(a, b, c);

    const gradientsOf = (f: typeof sample, dy?: tf.Tensor): tf.Tensor[] =>
      border === 'soft'
        ? tf.grads(f)([image, matrix, frames], dy)
        : tf.grads((a, b) => f(a, b, frames))([image, matrix], dy);
    const [sumGradImage, sumGradMatrix, sumGradFrames] = gradientsOf(loss);
    const [gradImage, gradMatrix, gradFrames] = gradientsOf(sample, repeated);
    return {
      ...sum(image, matrix, frames),
      sumGradImage: sumGradImage!,
      sumGradMatrix: sumGradMatrix!,
      ...(sumGradFrames && { sumGradFrames }),
      sampled: sample(image, matrix, frames),
      gradImage: gradImage!,
      gradMatrix: gradMatrix!,
      ...(gradFrames && { gradFrames }),
    };
  });
  const results: Results = {};
  for (const [name, tensor] of Object.entries<tf.Tensor>(tensors)) results[name] = [...(await tensor.data())];
  tf.dispose(tensors);
  return results;
}
