import { infer } from '@rnp/vae';
import { median } from '../statistics.js';
import { descendByGradients } from '../stock/descent.js';
import { plainTree } from '../stock/plainTree.js';
import { tapedTree } from '../stock/tapedTree.js';
import { startBackend } from './backend.js';
import { digitTrees } from './digitTrees.js';

const draws = { tape: tapedTree, plain: plainTree };

/**
 * Inference of digits by the bundled model, free parts: time and CPU time of a descent, medians.
 *
 * @param {{ by: 'infer' | 'tape' | 'plain', images: number, steps: number, repeats: number, warmUp: number, backend: string }} options
 *   `by`: `infer` of @rnp/vae; or stock gradients (src/stock), of our ops or of TensorFlow.js's own
 */
export async function measure({ by, images: count, steps, repeats, warmUp, backend }, progress) {
  await startBackend(backend);
  const { model, images, trees, start } = await digitTrees(count);
  const descend = async () => {
    if (by === 'infer') return infer(model, images, { free: 'parts', steps, start: trees });
    const energies = descendByGradients(model, images, start, { steps, draw: draws[by] });
    await energies.data();
    energies.dispose();
  };
  const figures = [];
  for (let i = 0; i < warmUp + repeats; i++) {
    const [begun, used] = [performance.now(), process.cpuUsage()];
    await descend();
    const { user, system } = process.cpuUsage(used);
    if (i >= warmUp) figures.push({ ms: performance.now() - begun, cpuMs: (user + system) / 1000 });
    progress((i + 1) / (warmUp + repeats));
  }
  return { ms: median(figures.map(({ ms }) => ms)), cpuMs: median(figures.map(({ cpuMs }) => cpuMs)), steps };
}
