// t children, z latent, m ancestors of a leaf
import { clearAbsent } from './absentPass.js';
import { type EnergyPlan, placedAt } from './energyPlan.js';

/** Draws what the programs say, as `renderComposed` does. */
export function runDrawing(plan: EnergyPlan): void {
  const { run, sizes, places } = plan;
  const { levels } = places;
  const { latent, hidden, scaleOffset, soft } = sizes;
  const last = levels.length - 1;
  const { programs, nodes } = levels[last]!;
  const pixels = pixelsOf(plan);
  const [kernel1, bias1, kernel2, bias2] = places.leafWeights as [number, number, number, number];
  const decoded = [
    places.hidden,
    places.patches,
    programs,
    sizes.children[last]!,
    latent,
    hidden,
    pixels,
  ] as const;
  run.own.patches(placedAt(plan, last).states, kernel1, bias1, kernel2, bias2, ...decoded);
  clearAbsent(plan, places.patches);
  levels.forEach((level, k) => {
    run.transformer.affine(placedAt(plan, k).actions, level.maps, level.nodes, scaleOffset[k]!);
  });
  const { maps, spans } = places.lists;
  if (last > 0)
    run.own.composeTree(maps, spans, places.leaves, places.frames, places.scratch, nodes, last + 1);
  if (soft)
    run.transformer.borders(
      places.frames,
      places.borders,
      nodes,
      last,
      ...(sizes.imageShape.slice(0, 2) as [number, number]),
    );
  run.transformer.sample(
    places.patches,
    last > 0 ? places.leaves : levels[0]!.maps,
    soft ? places.borders : places.frames,
    places.canvas,
    0,
    places.scratch,
    ...sampleSizes(plan),
    soft && last > 0 ? 1 : 0,
  );
}

/** From the canvas' gradient, in the canvas' place, to those of what is placed and of the patch decoder's weights. */
export function runDrawingBack(plan: EnergyPlan): void {
  const { run, sizes, places } = plan;
  const { levels } = places;
  const { latent, hidden, scaleOffset } = sizes;
  const last = levels.length - 1;
  const { programs, nodes, dStates } = levels[last]!;
  const faded = sizes.soft && last > 0;
  run.transformer.gradient(
    places.canvas,
    0,
    places.patches,
    last > 0 ? places.leaves : levels[0]!.maps,
    sizes.soft ? places.borders : places.frames,
    places.dPatches,
    last > 0 ? places.dLeaves : levels[0]!.dMaps,
    faded ? places.dBorders : 0,
    places.scratch,
    ...sampleSizes(plan),
  );
  clearAbsent(plan, places.dPatches);
  if (last > 0) {
    const { maps, dMaps, spans } = places.lists;
    const [height, width] = sizes.imageShape;
    if (faded)
      run.transformer.bordersGrad(places.dBorders, places.frames, places.dFrames, nodes, last, height, width);
    else run.own.clear(places.dFrames, 6 * nodes * last);
    for (const level of levels) run.own.clear(level.dMaps, 6 * level.nodes);
    const scratch = places.scratch;
    run.own.composeTreeGrad(maps, spans, places.dLeaves, places.dFrames, dMaps, scratch, nodes, last + 1);
  }
  levels.forEach((level, k) => {
    const { actions } = placedAt(plan, k);
    run.transformer.affineGrad(level.dMaps, actions, level.dActions, level.nodes, scaleOffset[k]!);
    // What the programs of the next level hand back is added.
    if (k < last) run.own.clear(level.dStates, level.nodes * latent);
  });
  const [kernel1, , kernel2] = places.leafWeights as [number, number, number, number];
  const gradients = places.dLeafWeights as unknown as readonly [number, number, number, number];
  const children = sizes.children[last]!;
  run.own.patchesGrad(
    places.dPatches,
    placedAt(plan, last).states,
    kernel1,
    kernel2,
    places.hidden,
    places.patches,
    dStates,
    ...gradients,
    places.scratch,
    ...([programs, children, latent, hidden, pixelsOf(plan)] as const),
  );
}

function pixelsOf({ sizes: { patch, imageShape } }: EnergyPlan): number {
  return patch[0] * patch[1] * imageShape[2];
}

/** n, m, children, h, w, c, H, W: all leaves of an image on one canvas. */
function sampleSizes({
  sizes,
  places,
}: EnergyPlan): [number, number, number, number, number, number, number, number] {
  const [height, width, channels] = sizes.imageShape;
  const leaves = sizes.children.reduce((n, t) => n * t, 1);
  const m = places.levels.length - 1;
  return [places.levels.at(-1)!.nodes, m, leaves, ...sizes.patch, channels, height, width];
}
