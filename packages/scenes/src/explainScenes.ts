// n scenes, h height, w width of the canvas, c channels
import { RnpError, shown } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import { isRnp, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { blurred } from './attention.js';
import { checkCanvas } from './checks.js';
import { keptObjects, savedBy } from './kept.js';
import { type SceneOptions, type SceneSettings, sceneSettings } from './sceneOptions.js';
import { objectByObject } from './search.js';
import { drawnTogether, type Slot, tensorsOf } from './slot.js';
import { lookedAtAgain } from './together.js';

/** An object that was found. */
export interface FoundObject {
  /** The middle of its frame in pixels from the middle of the canvas' first one, x right, y down, and the frame's side. */
  readonly frame: { readonly x: number; readonly y: number; readonly side: number };
  /** The energy that it saves: half of the squared error that the scene would have more without it. */
  readonly saved: number;
  /** Its program: the parts of what the frame shows, and theirs. */
  readonly tree: ParseTree;
}

/** A scene, as far as it is explained. */
export interface SceneExplanation {
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** Those that are there, in the order in which they were found; none for an empty scene. */
  readonly objects: readonly FoundObject[];
  /** What all objects draw together, [h·w·c]. */
  readonly drawing: Float32Array;
  /** [h·w]: 1 + the position of the object that draws the pixel, 0 where none does. */
  readonly owners: Uint8Array;
  /** Σ (image − drawing)² over pixels. */
  readonly squaredError: number;
}

/** What is drawn at a pixel is its neighbours' as well: so far, in pixels. */
const ownerBlur = 1;
/** Less ink than this, blurred, belongs to the ground. */
const faint = 0.05;

/**
 * Explains scenes with several objects, or none: one program of the model for each object that is there. It looks at what is left over, adds
 * one object after another while each saves more energy than its cost, looks at all of them again, each without what the others
 * explain, and takes away those that are no longer needed. Number and places of objects are found; nothing was told of them in
 * training: the model is one of single objects (paper, Discussion: "multiple objects").
 *
 * @param model of images that show one object each, as `objectImages` takes from scenes
 * @param canvases [n, h, w, c] in [0, 1], light on black; any height and width
 * @throws RnpError RNP_CONFIG for another kind of model and options out of range; RNP_IMAGES for what is no tensor of canvases with the
 *   model's channels, and for values out of [0, 1]; RNP_WEIGHTS once the model has been disposed of; RNP_DIVERGED. No tensor is left then
 * @example
 * const [scene] = await explainScenes(model, canvases, { maxObjects: 3 });
 * scene.objects.map(({ frame, tree }) => [frame.x, frame.y, tree.root.children.length]);
 */
export async function explainScenes(
  model: Rnp,
  canvases: tf.Tensor4D,
  options: SceneOptions = {},
): Promise<SceneExplanation[]> {
  requireObjectModel(model);
  const settings = sceneSettings(model, options);
  await requireCanvases(model, canvases);
  let slots = objectByObject(model, canvases, settings);
  const trees = slots.map((): (ParseTree | null)[] => new Array(canvases.shape[0]).fill(null));
  try {
    slots = withoutSpare(canvases, slots, settings);
    for (let round = 0; round < Math.max(1, settings.rounds); round++) {
      for (const index of slots.keys()) {
        const again = await lookedAtAgain(model, canvases, slots, index, trees[index]!, settings);
        slots = replaced(slots, index, again);
      }
    }
    slots = withoutSpare(canvases, slots, settings);
    return await read(canvases, slots, trees, settings);
  } finally {
    tf.dispose(slots.flatMap(tensorsOf));
  }
}

/** The slots without objects that do not pay; the old ones are used up. */
function withoutSpare(canvases: tf.Tensor4D, slots: readonly Slot[], { cost }: SceneSettings): Slot[] {
  const present = keptObjects(canvases, slots, cost);
  return slots.map((slot, i) => {
    slot.present.dispose();
    return { ...slot, present: present[i]! };
  });
}

function replaced(slots: readonly Slot[], index: number, slot: Slot): Slot[] {
  tf.dispose(tensorsOf(slots[index]!));
  return slots.map((one, i) => (i === index ? slot : one));
}

async function read(
  canvases: tf.Tensor4D,
  slots: readonly Slot[],
  trees: readonly (readonly (ParseTree | null)[])[],
  { side }: SceneSettings,
): Promise<SceneExplanation[]> {
  const [n, h, w, c] = canvases.shape;
  const tensors = tf.tidy(() => {
    const drawing = drawnTogether(slots, canvases);
    return {
      drawing,
      squaredErrors: tf.sum(tf.squaredDifference(canvases, drawing), [1, 2, 3]),
      owners: ownersOf(slots, canvases),
      saved: savedBy(canvases, slots),
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
        tree: trees[slot]![row]!,
      })),
      drawing: of.drawing.slice(row * h * w * c, (row + 1) * h * w * c),
      owners: Uint8Array.from(of.owners.subarray(row * h * w, (row + 1) * h * w), (slot) => numbers[slot]!),
      squaredError: of.squaredErrors[row]!,
    };
  });
}

/** Of each pixel 1 + the slot whose object draws most about it, 0 where little is drawn, [n, h, w]. */
function ownersOf(slots: readonly Slot[], canvases: tf.Tensor4D): tf.Tensor3D {
  return tf.tidy(() => {
    const each = slots.map(({ present, drawings }) => {
      const there = tf.mul(tf.relu(drawings), tf.reshape(present, [-1, 1, 1, 1])) as tf.Tensor4D;
      return tf.max(blurred(there, ownerBlur), 3);
    });
    const ground = tf.fill(canvases.shape.slice(0, 3), faint);
    return tf.argMax(tf.stack([ground, ...each], 3), 3) as tf.Tensor3D;
  });
}

function requireObjectModel(model: Rnp): void {
  if (isRnp(model)) return;
  throw new RnpError(
    'RNP_CONFIG',
    `must be a recursive neural program of single objects, not ${shown(model)}`,
    {
      path: 'model',
    },
  );
}

async function requireCanvases(model: Rnp, canvases: tf.Tensor4D): Promise<void> {
  checkCanvas.tensor('canvases', canvases, ['n', 'h', 'w', model.network.imageShape[2]]);
  if (canvases.size === 0) throw refused(`must hold a pixel at least, not [${canvases.shape.join(', ')}]`);
  const ends = tf.tidy(() => tf.stack([tf.min(canvases), tf.max(canvases)]));
  const [min, max] = await ends.data();
  ends.dispose();
  if (min! >= 0 && max! <= 1) return;
  throw refused(`has values from ${min} to ${max}; values in [0, 1] are expected, light on black`);
}

function refused(complaint: string): RnpError {
  return new RnpError('RNP_IMAGES', complaint, { path: 'canvases' });
}
