// n programs of a level, t children, z latent, f features
import { type EnergyPlan, placedAt } from './energyPlan.js';
import type { PackedMatrix } from './packedWeights.js';

const modules = ['state', 'policy'] as const;

/** Runs the programs of all levels, top first, as `unrollLevelFused` does. */
export function runPrograms(plan: EnergyPlan): void {
  const { run, sizes, places, tree, trunks, packed, epsilon } = plan;
  const { latent, features, hidden, cellInput, layers, elu, children } = sizes;
  places.levels.forEach((level, k) => {
    const programs = k === 0 ? tree.program : placedAt(plan, k - 1).states;
    const n = level.programs;
    for (const name of modules) {
      const at = level[name];
      const sized = [n, latent, features, layers[name]] as const;
      run.hypernet.trunk(programs, trunks[name], places.scratch, at.features, at.kept, ...sized, epsilon);
      generate(plan, at.features, packed[name], at.weights, n);
    }
    const { states = 0, actions = 0 } = tree.given[k] ?? {};
    const { state, policy } = level;
    const answers = [level.states, level.actions, level.saved] as const;
    const sized = [n, children[k]!, latent, hidden, cellInput, elu] as const;
    run.own.unroll(state.weights, policy.weights, states, actions, ...answers, ...sized);
  });
  const last = places.levels.at(-1)!;
  packed.leaf.forEach((matrix, i) => {
    generate(plan, last.state.features, matrix, places.leafWeights[i]!, last.programs);
  });
}

/**
 * Backpropagation through what `runPrograms` ran, last level first. The gradients of what is placed, of given children's own answers and
 * of the patch decoder's weights are there; those of the program and of given children are added to.
 */
export function runProgramsBack(plan: EnergyPlan): void {
  const { run, sizes, places, tree, trunks, packed } = plan;
  const { latent: z, features, hidden, cellInput, layers, elu, children } = sizes;
  for (let k = places.levels.length - 1; k >= 0; k--) {
    const level = places.levels[k]!;
    const { programs: n, state, policy } = level;
    const given = tree.given[k];
    const upstream = given
      ? [level.dAnsweredStates, level.dAnsweredActions]
      : [level.dStates, level.dActions];
    run.own.unrollGrad(
      ...(upstream as [number, number]),
      state.weights,
      policy.weights,
      level.states,
      level.saved,
      state.dWeights,
      policy.dWeights,
      given ? level.dReadStates : 0,
      given ? level.dReadActions : 0,
      places.scratch,
      ...([n, children[k]!, z, hidden, cellInput, elu] as const),
    );
    if (given) {
      for (const from of [level.dStates, level.dReadStates])
        run.own.addInto(given.dStates, from, level.nodes * z);
      for (const from of [level.dActions, level.dReadActions])
        run.own.addInto(given.dActions, from, level.nodes * 6);
    }
    for (const name of modules) {
      const { dWeights, dFeatures, kept, dPrograms } = level[name];
      generateBack(plan, dWeights, packed[name], dFeatures, n, 0);
      if (name === 'state' && k === places.levels.length - 1) {
        packed.leaf.forEach((matrix, i) => {
          generateBack(plan, places.dLeafWeights[i]!, matrix, dFeatures, n, 1);
        });
      }
      const sized = [n, z, features, layers[name]] as const;
      run.hypernet.trunkGrad(dFeatures, trunks[name], kept, dPrograms, 0, places.scratch, ...sized);
      run.own.addInto(k === 0 ? tree.dProgram : places.levels[k - 1]!.dStates, dPrograms, n * z);
    }
  }
}

/** features [n, f] → what a last layer generates. */
function generate(
  { run, sizes, places }: EnergyPlan,
  from: number,
  { columns, forward }: PackedMatrix,
  to: number,
  n: number,
): void {
  const f = sizes.features;
  run.backend.packedProduct(from, forward, to, n, columns, f, f, columns, 0, places.scratch);
}

/** The gradient of generated weights → that of the features, [n, f], added to what is there if `add`. */
function generateBack(
  { run, sizes, places }: EnergyPlan,
  from: number,
  { columns, backward }: PackedMatrix,
  to: number,
  n: number,
  add: 0 | 1,
): void {
  const f = sizes.features;
  run.backend.packedProduct(from, backward, to, n, f, columns, columns, f, add, places.scratch);
}
