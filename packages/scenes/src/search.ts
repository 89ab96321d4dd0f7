// n scenes, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import { blurred, middleOfDrawn, placesOf } from './attention.js';
import { drawn, onCanvas, type Places, seen } from './frames.js';
import { bestDrawn, type ObjectModels } from './objectModels.js';
import type { SceneSettings } from './sceneOptions.js';
import { chosen, drawnTogether, type FirstLook, type Slot, tensorsOf } from './slot.js';
import type { Work } from './work.js';

/** Where a search begins: where there is most ink, or so far from there, [x, y] in shares of a frame's side. */
export type Beginning = readonly [number, number] | null;

/** What one look at frames found. */
interface Finding {
  readonly places: Places;
  /** [n, p, p, c] */
  readonly patches: tf.Tensor4D;
  readonly first: FirstLook;
  /** [n], how much lower the energy is with it. */
  readonly saved: tf.Tensor1D;
}

/**
 * Explains scenes object by object: looks at what is left over, takes the frame in which a model explains most of it, and goes on until
 * what an object saves is not worth its cost (Eslami et al. 2016 learn where to look next; here what is left says so).
 *
 * @param canvases [n, h, w, c]
 * @param tell hears of the slots each time that there is one more with an object
 * @returns slots, at least one, of which only the last may have no object at all; the caller owns their tensors
 */
export async function objectByObject(
  models: ObjectModels,
  canvases: tf.Tensor4D,
  settings: SceneSettings,
  beginning: Beginning,
  work: Work,
  tell?: (found: readonly Slot[]) => Promise<void>,
): Promise<Slot[]> {
  const slots: Slot[] = [];
  try {
    let isThere = true;
    while (isThere && slots.length < settings.maxObjects) {
      if (slots.length > 0 && !(await isEnoughLeft(canvases, slots, settings))) break;
      slots.push(nextSlot(models, canvases, settings, beginning, slots));
      isThere = await hasObject(slots.at(-1)!);
      if (isThere) await tell?.(slots);
      await work.done();
    }
  } catch (cause) {
    tf.dispose(slots.flatMap(tensorsOf));
    throw cause;
  }
  return slots;
}

function nextSlot(
  models: ObjectModels,
  canvases: tf.Tensor4D,
  settings: SceneSettings,
  beginning: Beginning,
  slots: readonly Slot[],
): Slot {
  return tf.tidy(() => {
    const left = leftOf(canvases, slots);
    const { places, patches, first, saved } =
      slots.length === 0 && beginning !== null
        ? lookBeside(models, left, settings, beginning)
        : bestLook(models, left, settings);
    const pays = tf.logicalAnd(
      tf.greater(saved, settings.cost),
      tf.greater(mostSaved(left, settings.side), settings.cost),
    );
    // A scene that needed no object before needs none now.
    const before = slots.at(-1)?.present ?? tf.onesLike(saved);
    const [, h, w] = canvases.shape;
    const drawings = drawn(patches, places, settings, [h, w]);
    const present = tf.mul(before, tf.cast(pays, 'float32')) as tf.Tensor1D;
    return { present, places: { ...places }, drawings, first: { ...first } };
  }) as Slot;
}

/** What no object draws, [n, h, w, c]. */
function leftOf(canvases: tf.Tensor4D, slots: readonly Slot[]): tf.Tensor4D {
  return tf.relu(tf.sub(canvases, drawnTogether(slots, canvases))) as tf.Tensor4D;
}

/** The most that an object can save of what is left, all that any one frame shows, [n]. */
function mostSaved(left: tf.Tensor4D, side: number): tf.Tensor1D {
  const energies = tf.mul(0.5, tf.sum(tf.square(left), 3, true)) as tf.Tensor4D;
  // A frame between pixels touches one more.
  const pixels = Math.ceil(side) + 1;
  return tf.max(windowSums(energies, pixels), [1, 2, 3]);
}

/** Sums over squares of so many pixels, or over all the canvas where that is smaller. @param values [n, h, w, 1] */
function windowSums(values: tf.Tensor4D, pixels: number): tf.Tensor4D {
  const [, h, w] = values.shape;
  const down = tf.conv2d(values, tf.ones([Math.min(pixels, h), 1, 1, 1]) as tf.Tensor4D, 1, 'valid');
  return tf.conv2d(down, tf.ones([1, Math.min(pixels, w), 1, 1]) as tf.Tensor4D, 1, 'valid');
}

/** Whether enough is left of any scene for one more object: that is known sooner than what an object would save. */
async function isEnoughLeft(
  canvases: tf.Tensor4D,
  slots: readonly Slot[],
  { cost, side }: SceneSettings,
): Promise<boolean> {
  const most = tf.tidy(() => tf.max(mostSaved(leftOf(canvases, slots), side)));
  const [energy] = await most.data().finally(() => most.dispose());
  return energy! > cost;
}

/** Whether any scene has an object there. */
async function hasObject({ present }: Slot): Promise<boolean> {
  return (await present.data()).some((is) => is > 0);
}

/** A look beside where there is most ink. */
function lookBeside(
  models: ObjectModels,
  left: tf.Tensor4D,
  settings: SceneSettings,
  [x, y]: readonly [number, number],
): Finding {
  const place = placesOf(left, settings.side, 1);
  const beside = { x: tf.add(place.x, x * settings.side), y: tf.add(place.y, y * settings.side) };
  return look(models, left, beside as Places, settings);
}

/**
 * The best of looks at several places, all in one batch, and at the middles of what these looks found; then of a look at that frame without
 * what lies beside the object that was seen there, such as pieces of others.
 */
function bestLook(models: ObjectModels, left: tf.Tensor4D, settings: SceneSettings): Finding {
  const { windows } = settings;
  const places = placesOf(left, settings.side, windows);
  const each = tf.tile(left, [windows, 1, 1, 1]) as tf.Tensor4D;
  const first = look(models, each, places, settings);
  const second = look(models, each, middlesOf(first, left, settings), settings);
  const best = bestOfEach(better(first, second), windows);
  return better(best, look(models, left, best.places, settings, best.patches));
}

/** The middles of what is drawn in frames, on their canvases. */
function middlesOf({ places, patches }: Finding, canvases: tf.Tensor4D, settings: SceneSettings): Places {
  const [, h, w] = canvases.shape;
  const [height, width] = settings.patch;
  const own = middleOfDrawn(patches, {
    x: tf.fill(places.x.shape, (width - 1) / 2),
    y: tf.fill(places.y.shape, (height - 1) / 2),
  });
  return onCanvas(own, places, settings, [h, w]);
}

/** Of each scene the window that saves most. @param finding of all scenes' first windows, then of their second ones, and so on */
function bestOfEach(finding: Finding, windows: number): Finding {
  const n = finding.saved.size / windows;
  const best = tf.argMax(tf.reshape(finding.saved, [windows, n]), 0);
  const rows = tf.add(tf.mul(best, tf.scalar(n, 'int32')), tf.range(0, n, 1, 'int32')) as tf.Tensor1D;
  const of = <T extends tf.Tensor>(tensor: T): T => tf.gather(tensor, rows);
  return {
    places: { x: of(finding.places.x), y: of(finding.places.y) },
    patches: of(finding.patches),
    first: { images: of(finding.first.images), by: of(finding.first.by) },
    saved: of(finding.saved),
  };
}

/**
 * One look of the models' encoders at what the frames show.
 *
 * @param left [n, h, w, c]
 * @param expected [n, p, p, c], what was seen before: only what lies about it is looked at
 */
function look(
  models: ObjectModels,
  left: tf.Tensor4D,
  places: Places,
  settings: SceneSettings,
  expected?: tf.Tensor4D,
): Finding {
  const shown = tf.clipByValue(seen(left, places, settings), 0, 1);
  const images = (expected === undefined ? shown : tf.mul(shown, supportOf(expected))) as tf.Tensor4D;
  const { drawings: patches, by } = bestDrawn(models, images);
  const missed = tf.sum(tf.sub(tf.square(shown), tf.squaredDifference(shown, patches)), [1, 2, 3]);
  // A pixel of a patch stands for so many of the canvas.
  const area = settings.side ** 2 / (settings.patch[0] * settings.patch[1]);
  return {
    places,
    patches,
    first: { images, by },
    saved: tf.mul(area / 2, missed),
  };
}

function better(one: Finding, other: Finding): Finding {
  const isOther = tf.greater(other.saved, one.saved) as tf.Tensor1D;
  return {
    places: {
      x: chosen(isOther, other.places.x, one.places.x),
      y: chosen(isOther, other.places.y, one.places.y),
    },
    patches: chosen(isOther, other.patches, one.patches),
    first: {
      images: chosen(isOther, other.first.images, one.first.images),
      by: chosen(isOther, other.first.by, one.first.by),
    },
    saved: chosen(isOther, other.saved, one.saved),
  };
}

/** Of pixels, the deviation of a blur, and how bright they are then about what is drawn. */
const [supportBlur, supportLevel] = [1.5, 0.12];

/** Where something lies that is drawn so: there 1, elsewhere 0. */
function supportOf(patches: tf.Tensor4D): tf.Tensor4D {
  const about = blurred(tf.relu(patches) as tf.Tensor4D, supportBlur);
  return tf.cast(tf.greater(about, supportLevel), 'float32') as tf.Tensor4D;
}
