import { type BackendName, useBackend } from '@rnp/backend';
import { createRnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/** What a program of somebody else does with the packages, and the numbers it gets: the same wherever it runs. */
export async function parseOne(
  backend: BackendName,
  wasmPaths?: string | Record<string, string>,
): Promise<number[]> {
  await useBackend(backend, wasmPaths === undefined ? {} : { wasmPaths });
  const model = createRnp({ imageShape: [12, 12, 1], latent: 4, childrenPerLevel: [2, 2] }, { seed: 1 });
  const image = tf.tensor4d(
    Float32Array.from({ length: 144 }, (_, i) => (i % 12 === 5 || Math.floor(i / 12) === 3 ? 1 : 0)),
    [1, 12, 12, 1],
  );
  const [tree] = await model.parse(image);
  tf.dispose(image);
  model.dispose();
  if (tree === undefined) throw new Error('no tree');
  return [...tree.root.program, ...tree.root.children.flatMap((part) => [...(part.action ?? [])])];
}
