// n scenes, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import type { SceneExplanation } from './explained.js';
import type { Scenes } from './ground.js';
import { keptObjects } from './kept.js';
import type { ObjectModels, Program } from './objectModels.js';
import { readExplanations } from './sceneExplanation.js';
import type { SceneSettings } from './sceneOptions.js';
import { type Beginning, objectByObject } from './search.js';
import { type Slot, tensorsOf } from './slot.js';
import { lookedAtAgain } from './together.js';
import type { Work } from './work.js';

/**
 * One attempt to explain scenes: object by object, then together, then without what is not needed.
 *
 * @param beginning where the search begins
 */
export async function attempt(
  models: ObjectModels,
  { figure: canvases, ground }: Scenes,
  settings: SceneSettings,
  beginning: Beginning,
  work: Work,
): Promise<SceneExplanation[]> {
  const early: (Program | null)[][] = [];
  const tell = (found: readonly Slot[]): Promise<void> =>
    toldOf(models, { figure: canvases, ground }, found, early, settings, work);
  let slots = await objectByObject(
    models,
    canvases,
    settings,
    beginning,
    work,
    beginning === null ? tell : undefined,
  );
  try {
    work.fewer((settings.maxObjects - slots.length) * (1 + settings.rounds));
    const programs = slots.map((): (Program | null)[] => new Array(canvases.shape[0]).fill(null));
    slots = withoutSpare(canvases, slots, settings);
    for (let round = 0; round < settings.rounds; round++) {
      for (const index of slots.keys()) {
        const again = await lookedAtAgain(models, canvases, slots, index, programs[index]!, settings, work);
        slots = replaced(slots, index, again);
        await work.done();
      }
    }
    slots = withoutSpare(canvases, slots, settings);
    return await readExplanations({ figure: canvases, ground }, slots, programs, settings.side);
  } finally {
    tf.dispose(slots.flatMap(tensorsOf));
  }
}

/**
 * Tells of the objects that were found so far, where anyone listens. Each lies where it was found, with the tree of one more look.
 *
 * @param programs of slots that were told of before; those of the others are added
 */
async function toldOf(
  models: ObjectModels,
  scenes: Scenes,
  slots: readonly Slot[],
  programs: (Program | null)[][],
  settings: SceneSettings,
  work: Work,
): Promise<void> {
  if (work.onFound === undefined) return;
  for (let index = programs.length; index < slots.length; index++) {
    const own: (Program | null)[] = new Array(scenes.figure.shape[0]).fill(null);
    const again = await lookedAtAgain(models, scenes.figure, slots, index, own, settings, work);
    tf.dispose(tensorsOf(again));
    programs.push(own);
  }
  work.onFound(await readExplanations(scenes, slots, programs, settings.side));
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
