// b images of a block, t children of the top program; addresses are in bytes
import type { WasmHost } from '@rnp/backend';
import type { Presence } from '../program/presence.js';
import type { EnergyPlan } from './energyPlan.js';

/** Which of the children of a block's top programs, counted through, are absent. */
export function absentOf(presence: Presence | undefined, first: number, count: number): readonly number[] {
  if (presence === undefined) return [];
  return presence
    .slice(first, first + count)
    .flat()
    .flatMap((there, child) => (there ? [] : [child]));
}

/** Takes absent children, and all below them, for what is predicted of them: their errors are 0 then, and the gradients of these. */
export function answerAbsent({ absent, tree, places, sizes }: EnergyPlan, host: WasmHost): void {
  const { buffer } = host.memory();
  tree.given.forEach((given, k) => {
    const level = places.levels[k]!;
    for (const [kind, width] of [
      ['states', sizes.latent],
      ['actions', 6],
    ] as const) {
      const floats = (from: number): Float32Array => new Float32Array(buffer, from, level.nodes * width);
      const [from, to] = [floats(given[kind]), floats(level[kind])];
      const size = to.length / places.levels[0]!.nodes;
      for (const child of absent) to.set(from.subarray(child * size, (child + 1) * size), child * size);
    }
  });
}

/** Makes 0 of what lies in patches' places for the leaves below absent children. */
export function clearAbsent({ absent, run, places, sizes }: EnergyPlan, patches: number): void {
  const perChild = places.levels.at(-1)!.nodes / places.levels[0]!.nodes;
  const size = perChild * sizes.patch[0] * sizes.patch[1] * sizes.imageShape[2];
  for (const child of absent) run.own.clear(patches + 4 * child * size, size);
}
