// n scenes, m of them with the object, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import { middleOfDrawn } from './attention.js';
import { drawn, type Places, seen } from './frames.js';
import { bestPrograms, type ObjectModels, type Program } from './objectModels.js';
import type { SceneSettings } from './sceneOptions.js';
import { asInk, drawnTogether, halfSquaredErrors, inkOver, type Slot } from './slot.js';
import type { Work } from './work.js';

/** From so much ink on, what another object draws covers what lies there. */
const covers = 0.3;

/** An object of each of some scenes, looked at again. */
interface Look {
  /** [m, p, p, c], what its frame shows, without the others. */
  readonly shown: tf.Tensor4D;
  readonly places: Places;
}

/**
 * Looks again at the objects of a slot, each in a frame about its middle, with the other objects explained by what they draw: where they
 * cover the canvas, an object may be what it was. What is found stays where the whole scene is explained better by it.
 *
 * @param canvases [n, h, w, c]
 * @param index of the slot
 * @param programs of the slot's objects, replaced where a scene is explained better
 * @returns the slot, whose tensors are the caller's
 */
export async function lookedAtAgain(
  models: ObjectModels,
  canvases: tf.Tensor4D,
  slots: readonly Slot[],
  index: number,
  programs: (Program | null)[],
  settings: SceneSettings,
  { signal }: Work,
): Promise<Slot> {
  const slot = slots[index]!;
  const present = await slot.present.data();
  const rows = [...present.keys()].filter((row) => present[row]! > 0);
  if (rows.length === 0) return copied(slot);
  const { shown, places } = lookOf(canvases, slots, index, rows, settings);
  try {
    const found = await bestPrograms(models, shown, { steps: settings.steps, ...(signal && { signal }) });
    const next = tf.tidy(() => {
      const [, h, w] = canvases.shape;
      const patches = asInk(tf.tensor4d(joined(found.drawings), shown.shape));
      return drawn(patches, places, settings, [h, w]);
    });
    try {
      const better = await betterRows(canvases, slots, index, rows, next);
      rows.forEach((row, i) => {
        if (better[i]!) programs[row] = found.programs[i]!;
      });
      return taken(slot, { places, drawings: next }, rows, better);
    } finally {
      next.dispose();
    }
  } finally {
    tf.dispose([shown, places.x, places.y]);
  }
}

function lookOf(
  canvases: tf.Tensor4D,
  slots: readonly Slot[],
  index: number,
  rows: readonly number[],
  settings: SceneSettings,
): Look {
  return tf.tidy(() => {
    const { drawings, places } = slots[index]!;
    const of = picked(rows);
    const own = of(drawings);
    const others = of(othersOf(slots, index, canvases));
    const target = tf.where(tf.greater(others, covers), own, of(canvases));
    const middles = middleOfDrawn(own, { x: of(places.x), y: of(places.y) });
    return { shown: tf.clipByValue(seen(target, middles, settings), 0, 1), places: { ...middles } };
  }) as Look;
}

/** Of each row, whether its scene is explained better by the new drawing. @param next [m, h, w, c] */
async function betterRows(
  canvases: tf.Tensor4D,
  slots: readonly Slot[],
  index: number,
  rows: readonly number[],
  next: tf.Tensor4D,
): Promise<boolean[]> {
  const lower = tf.tidy(() => {
    const of = picked(rows);
    const [image, others, own] = [canvases, othersOf(slots, index, canvases), slots[index]!.drawings].map(of);
    const energyWith = (one: tf.Tensor4D): tf.Tensor1D =>
      halfSquaredErrors(image as tf.Tensor4D, inkOver(others as tf.Tensor4D, one));
    return tf.less(energyWith(next), energyWith(own as tf.Tensor4D));
  });
  const values = await lower.data();
  lower.dispose();
  return Array.from(values, Boolean);
}

/** What the other objects draw, [n, h, w, c]. */
function othersOf(slots: readonly Slot[], index: number, canvases: tf.Tensor4D): tf.Tensor4D {
  return drawnTogether(
    slots.filter((_, i) => i !== index),
    canvases,
  );
}

/** The slot with some of its rows replaced. @param next of each of `rows`; `better` says which of them are taken */
function taken(
  { present, places, drawings, first }: Slot,
  next: Pick<Slot, 'places' | 'drawings'>,
  rows: readonly number[],
  better: readonly boolean[],
): Slot {
  const from = Array.from({ length: present.size }, (_, row) => row);
  rows.forEach((row, i) => {
    if (better[i]) from[row] = present.size + i;
  });
  return tf.tidy(() => {
    const of = picked(from);
    return {
      present: tf.clone(present),
      places: { x: of(tf.concat([places.x, next.places.x])), y: of(tf.concat([places.y, next.places.y])) },
      drawings: of(tf.concat([drawings, next.drawings])),
      first: { images: tf.clone(first.images), by: tf.clone(first.by) },
    };
  }) as Slot;
}

function copied({ present, places: { x, y }, drawings, first }: Slot): Slot {
  return {
    present: tf.clone(present),
    places: { x: tf.clone(x), y: tf.clone(y) },
    drawings: tf.clone(drawings),
    first: { images: tf.clone(first.images), by: tf.clone(first.by) },
  };
}

/** Takes rows of tensors. */
function picked(rows: readonly number[]): <T extends tf.Tensor>(tensor: T) => T {
  const indices = tf.tensor1d([...rows], 'int32');
  return (tensor) => tf.gather(tensor, indices);
}

function joined(drawings: readonly Float32Array[]): Float32Array {
  const size = drawings[0]!.length;
  const all = new Float32Array(drawings.length * size);
  drawings.forEach((drawing, i) => {
    all.set(drawing, i * size);
  });
  return all;
}
