// n scenes, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import { blurred } from './attention.js';
import type { SceneExplanation } from './explained.js';
import type { Scenes } from './ground.js';
import { savedBy } from './kept.js';
import { ink } from './masks/ink.js';
import type { Program } from './objectModels.js';
import { added, drawnTogether, inkOver, type Slot } from './slot.js';

/** What is drawn at a pixel is its neighbours' as well: so far, in pixels, and where the canvas has ink, farther: drawings miss its edges. */
const [ownerBlur, inkBlur] = [1, 2];
/** Less than this, blurred, is nobody's; ink on the canvas is brighter. */
const [faint, faintBesideInk] = [0.05, 0.01];

/**
 * What slots say of their scenes.
 *
 * @param programs of each slot those of its objects; of scenes without one there, none is needed
 * @param side of a frame
 */
export async function readExplanations(
  { figure, ground }: Scenes,
  slots: readonly Slot[],
  programs: readonly (readonly Program[])[],
  side: number,
): Promise<SceneExplanation[]> {
  const [n, h, w, c] = figure.shape;
  const tensors = tf.tidy(() => {
    const drawing = inkOver(ground, drawnTogether(slots, figure));
    return {
      drawing,
      ground: tf.clone(ground),
      squaredErrors: tf.sum(tf.squaredDifference(inkOver(ground, figure), drawing), [1, 2, 3]),
      owners: ownersOf(slots, figure),
      figure: tf.cast(inkOf(figure), 'float32'),
      saved: savedBy(figure, slots),
      present: tf.stack(slots.map(({ present }) => present)),
      x: tf.stack(slots.map(({ places }) => places.x)),
      y: tf.stack(slots.map(({ places }) => places.y)),
    };
  });
  const names = Object.keys(tensors) as (keyof typeof tensors)[];
  const values = await Promise.all(names.map((name) => tensors[name].data()));
  tf.dispose(tensors);
  const of = Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Record<
    keyof typeof tensors,
    Float32Array
  >;
  return Array.from({ length: n }, (_, row) => {
    const there = [...slots.keys()].filter((slot) => of.present[slot * n + row]! > 0);
    // From numbers of slots to numbers of objects: slots of the scene that hold none are left out.
    const numbers = Uint8Array.from({ length: slots.length + 1 }, (__, slot) => 1 + there.indexOf(slot - 1));
    return {
      imageShape: [h, w, c],
      objects: there.map((slot) => ({
        frame: { x: of.x[slot * n + row]!, y: of.y[slot * n + row]!, side },
        saved: of.saved[slot * n + row]!,
        ...programs[slot]![row]!,
      })),
      drawing: of.drawing.slice(row * h * w * c, (row + 1) * h * w * c),
      ground: of.ground.slice(row * h * w * c, (row + 1) * h * w * c),
      owners: Uint8Array.from(of.owners.subarray(row * h * w, (row + 1) * h * w), (slot) => numbers[slot]!),
      figure: Uint8Array.from(of.figure.subarray(row * h * w, (row + 1) * h * w)),
      squaredError: of.squaredErrors[row]!,
    };
  });
}

/** Of each pixel 1 + the slot whose object draws most about it, 0 where little is drawn, [n, h, w]. */
function ownersOf(slots: readonly Slot[], canvases: tf.Tensor4D): tf.Tensor3D {
  return tf.tidy(() => {
    const about = (deviation: number): tf.Tensor4D =>
      tf.stack(
        slots.map((slot) => tf.max(blurred(tf.relu(added(slot)) as tf.Tensor4D, deviation), 3)),
        3,
      ) as tf.Tensor4D;
    const [near, far] = [about(ownerBlur), about(inkBlur)];
    const isDrawn = tf.greater(tf.max(near, 3), faint);
    const isInk = tf.logicalAnd(inkOf(canvases), tf.greater(tf.max(far, 3), faintBesideInk));
    // What is near decides; what is far does where nothing is near.
    const owner = tf.argMax(tf.add(near, tf.mul(far, faint)), 3);
    return tf.mul(tf.add(owner, 1), tf.cast(tf.logicalOr(isDrawn, isInk), 'int32')) as tf.Tensor3D;
  });
}

/** Whether there is ink, [n, h, w]. */
function inkOf(canvases: tf.Tensor4D): tf.Tensor3D {
  return tf.greater(tf.max(canvases, 3), ink);
}
