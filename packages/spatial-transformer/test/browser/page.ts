// Runs in the browser; its exports are called from gpu.test.ts.
import { type BackendName, useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { compute, type Form, type PlainScene, type Results } from './forms.js';

export async function start(backend: BackendName): Promise<string> {
  return (await useBackend(backend)).name;
}

export function run(scene: PlainScene, form: Form): Promise<Results> {
  return compute(scene, form);
}

/** The names of this package's kernels that a scene runs, and what a second run leaves behind. */
export async function inspect(
  scene: PlainScene,
): Promise<{ kernels: string[]; tensors: number; data: number }> {
  const { kernelNames } = await tf.profile(async () => {
    await compute(scene, 'fused');
  });
  const count = (): number => (tf.backend() as unknown as { numDataIds(): number }).numDataIds();
  const [tensors, data] = [tf.memory().numTensors, count()];
  await compute(scene, 'fused');
  return {
    kernels: [...new Set(kernelNames.filter((name) => name.startsWith('Rnp')))].sort(),
    tensors: tf.memory().numTensors - tensors,
    data: count() - data,
  };
}
