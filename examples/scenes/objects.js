// n scenes, h height, w width
import { createDataset } from '@rnp/datasets';
import { objectImages } from '@rnp/scenes';
import * as tf from '@tensorflow/tfjs-core';

const batch = 500;
const side = 28;

/** What stands alone in scenes, as a data set: no count and no place is read of them. */
export async function objectsOf(scenes) {
  const parts = [];
  for (let from = 0; from < scenes.length; from += batch) {
    const canvases = canvasesOf(scenes, from, Math.min(scenes.length, from + batch));
    const taken = await objectImages(canvases, { size: [side, side] });
    parts.push(Uint8Array.from(await taken.data(), (value) => Math.round(255 * value)));
    tf.dispose([canvases, taken]);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0) / side ** 2;
  const images = new Uint8Array(length * side ** 2);
  let at = 0;
  for (const part of parts) {
    images.set(part, at);
    at += part.length;
  }
  return createDataset({ name: 'objects-of-scenes', split: 'train', imageShape: [side, side, 1], images });
}

/** Scenes as a tensor [n, h, w, 1], the caller's. */
function canvasesOf(scenes, from, to) {
  const indices = Array.from({ length: to - from }, (_, i) => from + i);
  const values = Float32Array.from(scenes.images(indices), (byte) => byte / 255);
  return tf.tensor4d(values, [to - from, ...scenes.imageShape]);
}
