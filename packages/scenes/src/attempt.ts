// n scenes, h height, w width of the canvas, c channels
import * as tf from '@tensorflow/tfjs-core';
import type { SceneExplanation } from './explained.js';
import type { Scenes } from './ground.js';
import { keptObjects } from './kept.js';
import { type ObjectModels, type Program, programsBy } from './objectModels.js';
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
  const early: Program[][] = [];
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
    const whole = await Promise.all(slots.map((slot, i) => programsOf(models, slot, programs[i]!)));
    return await readExplanations({ figure: canvases, ground }, slots, whole, settings.side);
  } finally {
    tf.dispose(slots.flatMap(tensorsOf));
  }
}

/**
 * Tells of the objects that were found so far, where anyone listens.
 *
 * @param programs of slots that were told of before; those of the others are added
 */
async function toldOf(
  models: ObjectModels,
  scenes: Scenes,
  slots: readonly Slot[],
  programs: Program[][],
  settings: SceneSettings,
  work: Work,
): Promise<void> {
  if (work.onFound === undefined) return;
  for (const slot of slots.slice(programs.length)) programs.push(await programsOf(models, slot));
  work.onFound(await readExplanations(scenes, slots, programs, settings.side));
}

/** The programs of a slot's objects: those that were found later, otherwise those of the first look. */
async function programsOf(
  models: ObjectModels,
  { present, first }: Slot,
  later: readonly (Program | null)[] = [],
): Promise<Program[]> {
  const [isThere, by] = await Promise.all([present.data(), first.by.data()]);
  const rows = [...isThere.keys()].filter((row) => isThere[row]! > 0 && !later[row]);
  const programs = [...later] as Program[];
  if (rows.length === 0) return programs;
  const images = tf.tidy(() => tf.gather(first.images, tf.tensor1d(rows, 'int32')));
  try {
    const found = await programsBy(
      models,
      images,
      rows.map((row) => by[row]!),
    );
    rows.forEach((row, i) => {
      programs[row] = found[i]!;
    });
  } finally {
    images.dispose();
  }
  return programs;
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
