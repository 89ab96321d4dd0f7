// b images, m columns of the table; addresses are in bytes
import type { WasmHost } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import type { EnergyPlan, EnergyPrecisions } from './energyPlan.js';

/**
 * Squared errors of each kind, `stride` bytes from kind to kind in the order of the table (the squared error over pixels first), and
 * the gradients that they begin with.
 */
export function runErrors(
  { run, sizes, places, tree }: EnergyPlan,
  precisions: EnergyPrecisions,
  count: number,
  sums: number,
  stride: number,
): void {
  const [height, width, channels] = sizes.imageShape;
  const { canvas, levels } = places;
  const errors = run.own.squaredDifferences;
  const pixels = height * width * channels;
  errors(canvas, tree.images, sums, canvas, 0, count, pixels, precisions.pixels, 0);
  errors(tree.program, 0, sums + stride, tree.dProgram, 0, count, sizes.latent, precisions.top, 0);
  const levelsGiven = tree.given.length;
  tree.given.forEach((given, k) => {
    const level = levels[k]!;
    const perImage = level.nodes / count;
    const at = sums + (2 + k) * stride;
    const ofStates = [count, perImage * sizes.latent, precisions.states[k]!, 0] as const;
    errors(given.states, level.states, at, given.dStates, level.dAnsweredStates, ...ofStates);
    const ofActions = [count, perImage * 6, precisions.actions[k]!, 0] as const;
    const atActions = at + levelsGiven * stride;
    errors(given.actions, level.actions, atActions, given.dActions, level.dAnsweredActions, ...ofActions);
  });
}

/**
 * Fills a table [b, m] of energies: of each image the total, half of each sum of squares times its precision, and the squared error
 * over pixels.
 *
 * @param sums where the sums of squares lie in float64, kind by kind: pixels, top, states of each given level, actions of each
 */
export function totalled(
  host: WasmHost,
  table: tf.TensorInfo,
  sums: number,
  { pixels, top, states, actions }: EnergyPrecisions,
): void {
  const [batch, columns] = table.shape as [number, number];
  const kinds = [pixels, top, ...states, ...actions];
  const values = new Float64Array(host.memory().buffer, sums, kinds.length * batch);
  const to = new Float32Array(host.memory().buffer, host.address(table), batch * columns);
  for (let image = 0; image < batch; image++) {
    const row = image * columns;
    let total = 0;
    for (const [kind, precision] of kinds.entries()) {
      const term = (precision / 2) * values[kind * batch + image]!;
      to[row + 1 + kind] = term;
      total += term;
    }
    to[row] = total;
    to[row + columns - 1] = values[image]!;
  }
}
