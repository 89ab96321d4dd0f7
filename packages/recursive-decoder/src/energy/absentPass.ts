// b images of a block, k level from the top; addresses are in bytes
import type { WasmHost } from '@rnp/backend';
import type { DecoderConfig } from '../decoderConfig.js';
import { type Presence, presentAmong } from '../program/presence.js';
import type { EnergyPlan } from './energyPlan.js';

/** Which children of each level, counted through a block's trees, are absent; none unless a presence is given. */
export function absentOf(
  presence: Presence | undefined,
  childrenPerLevel: DecoderConfig['childrenPerLevel'],
  first: number,
  count: number,
): EnergyPlan['absent'] {
  const block = presence?.slice(first, first + count) ?? [];
  const trees = presentAmong(block, childrenPerLevel);
  return childrenPerLevel.map((_, k) =>
    trees.flatMap((tree) => tree[k]!).flatMap((there, child) => (there ? [] : [child])),
  );
}

/** Takes absent children for what is predicted of them: their errors are 0 then, and the gradients of these. */
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
      for (const child of absent[k]!)
        to.set(from.subarray(child * width, (child + 1) * width), child * width);
    }
  });
}

/** Makes 0 of what lies in patches' places for absent leaves. */
export function clearAbsent({ absent, run, sizes }: EnergyPlan, patches: number): void {
  const size = sizes.patch[0] * sizes.patch[1] * sizes.imageShape[2];
  for (const leaf of absent.at(-1)!) run.own.clear(patches + 4 * leaf * size, size);
}
