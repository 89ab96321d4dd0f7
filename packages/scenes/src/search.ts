// n scenes, h height, w width of the canvas, c channels
import type { Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { middleOfDrawn, placesOf } from './attention.js';
import { drawn, type Places, seen } from './frames.js';
import type { SceneSettings } from './sceneOptions.js';
import { chosen, drawnTogether, type Slot } from './slot.js';

/** What one look at a frame found in each scene. */
interface Finding {
  readonly places: Places;
  /** [n, h, w, c] */
  readonly drawings: tf.Tensor4D;
  /** [n]: how much lower the energy is with it. */
  readonly saved: tf.Tensor1D;
}

/**
 * Explains scenes object by object: looks at what is left over, takes the frame in which the model explains most of it, and goes on until
 * what an object saves is not worth its cost (Eslami et al. 2016 learn where to look next; here what is left says so).
 *
 * @param canvases [n, h, w, c]
 * @returns as many slots as objects were found in any scene; the caller owns their tensors
 */
export function objectByObject(model: Rnp, canvases: tf.Tensor4D, settings: SceneSettings): Slot[] {
  const slots: Slot[] = [];
  for (let slot = 0; slot < settings.maxObjects; slot++) {
    const next = tf.tidy(() => {
      const left = tf.relu(tf.sub(canvases, drawnTogether(slots, canvases))) as tf.Tensor4D;
      const { places, drawings, saved } = bestLook(model, left, settings);
      const pays = tf.greater(saved, settings.cost);
      // A scene that needed no object before needs none now.
      const before = slots.at(-1)?.present ?? tf.onesLike(saved);
      return { present: tf.mul(before, tf.cast(pays, 'float32')), places: { ...places }, drawings };
    }) as Slot;
    slots.push(next);
  }
  return slots;
}

/** The best of looks at several places, and at the middles of what these looks found. */
function bestLook(model: Rnp, left: tf.Tensor4D, settings: SceneSettings): Finding {
  let best: Finding | undefined;
  for (const places of placesOf(left, settings.side, settings.windows)) {
    const first = look(model, left, places, settings);
    const second = look(model, left, middleOfDrawn(first.drawings, places), settings);
    best = better(best, better(first, second));
  }
  return best!;
}

/** One look of the model's encoder at what the frames show. @param left [n, h, w, c] */
function look(model: Rnp, left: tf.Tensor4D, places: Places, settings: SceneSettings): Finding {
  const [, h, w] = left.shape;
  const shown = tf.clipByValue(seen(left, places, settings), 0, 1);
  const patches = model.reconstruct(shown);
  const missed = tf.sum(tf.sub(tf.square(shown), tf.squaredDifference(shown, patches)), [1, 2, 3]);
  // A pixel of a patch stands for so many of the canvas.
  const area = settings.side ** 2 / (settings.patch[0] * settings.patch[1]);
  return {
    places,
    drawings: drawn(patches, places, settings, [h, w]),
    saved: tf.mul(area / 2, missed),
  };
}

function better(one: Finding | undefined, other: Finding): Finding {
  if (one === undefined) return other;
  const isOther = tf.greater(other.saved, one.saved) as tf.Tensor1D;
  return {
    places: {
      x: chosen(isOther, other.places.x, one.places.x),
      y: chosen(isOther, other.places.y, one.places.y),
    },
    drawings: chosen(isOther, other.drawings, one.drawings),
    saved: chosen(isOther, other.saved, one.saved),
  };
}
