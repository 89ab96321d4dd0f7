import { explainScenes, type SceneExplanation } from '@rnp/scenes';
import type { Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import type { FoundObjects, Requests } from './messages.js';

/** The objects of a canvas, one after another. @throws the signal's reason, and as `explainScenes`; no tensor is left then */
export async function findObjects(
  model: Rnp,
  { ink, width, height, maxObjects }: Requests['findObjects'],
  signal: AbortSignal,
  show: (found: FoundObjects) => void,
): Promise<FoundObjects> {
  const canvas = tf.tensor4d(ink, [1, height, width, 1]);
  try {
    const onFound = ([scene]: readonly SceneExplanation[]): void => show(found(scene!));
    const [scene] = await explainScenes(model, canvas, { maxObjects, signal, onFound });
    return found(scene!);
  } finally {
    canvas.dispose();
  }
}

function found({ imageShape: [height, width], objects, owners }: SceneExplanation): FoundObjects {
  return { height, width, objects, owners };
}
