import { loadModel } from '@rnp/models';
import { renderTree } from '@rnp/recursive-decoder';
import { largestError, valueRule } from '@rnp-tools/testing/rule';
import * as tf from '@tensorflow/tfjs-core';

/** Three digits in seven strokes, drawn with one formula, so that no file of images is needed. */
const strokes = [
  [
    [0.3, 0.28],
    [0.7, 0.28],
    [0.48, 0.75],
  ],
  [
    [0.5, 0.25],
    [0.5, 0.75],
  ],
  [
    [0.35, 0.3],
    [0.62, 0.3],
    [0.62, 0.48],
    [0.4, 0.72],
    [0.66, 0.72],
  ],
];

/** A committed model's programs, places and picture of three drawings, against those of the cpu backend. */
export async function* parse({ reference, modelFrom }) {
  const { model } = await loadModel('mnist', modelFrom === null ? {} : { from: modelFrom });
  const images = tf.tensor4d(pixels(), [strokes.length, 28, 28, 1]);
  try {
    const trees = await model.parse(images);
    const found = trees.map((tree) => ({
      program: [...tree.root.program],
      places: tree.root.children.flatMap((part) => part.toImage.flat()),
      picture: [...renderTree(tree, { width: 28, height: 28 }).data],
    }));
    for (const key of ['program', 'places', 'picture']) {
      const actual = found.flatMap((one) => one[key]);
      if (reference === null) {
        yield { group: 'parse', name: key, ratio: 0, where: '', value: actual.map(Math.fround) };
        continue;
      }
      const { ratio, index } = largestError(actual, reference.parse[key], valueRule(1e-3, 1e-3));
      yield { group: 'parse', name: key, ratio, where: `${key}[${index}]` };
    }
  } finally {
    model.dispose();
    images.dispose();
  }
}

function pixels() {
  const values = new Float32Array(strokes.length * 784);
  for (const [image, points] of strokes.entries()) {
    for (let at = 0; at < 784; at++) {
      const [x, y] = [((at % 28) + 0.5) / 28, (Math.floor(at / 28) + 0.5) / 28];
      const near = Math.min(...points.slice(1).map((end, i) => distance([x, y], points[i], end)));
      values[image * 784 + at] = Math.min(1, Math.max(0, 1.6 - 28 * near));
    }
  }
  return values;
}

/** From a point to a piece of a straight line. */
function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}
