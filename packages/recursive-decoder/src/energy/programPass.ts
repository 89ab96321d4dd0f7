// n programs of a level, t children, z latent, f features
import { type EnergyPlan, placedAt } from './energyPlan.js';
import type { PackedMatrix } from './weightPlaces.js';

const modules = ['state', 'policy'] as const;

/**
 * Levels whose programs are known at the same time: the top ones and those that are given, then level after level. What hypernetworks
 * generate for them is one product, which reads the weights once.
 */
function waves({ places, tree }: EnergyPlan): readonly (readonly number[])[] {
  const [first, rest]: [number[], number[][]] = [[], []];
  places.levels.forEach((_, k) => {
    if (k <= tree.given.length) first.push(k);
    else rest.push([k]);
  });
  return [first, ...rest];
}

/** Programs of a wave; their rows lie one after the other. */
function programsIn({ places }: EnergyPlan, wave: readonly number[]): number {
  return wave.reduce((sum, k) => sum + places.levels[k]!.programs, 0);
}

/** Runs the programs of all levels, top first, as `unrollLevelFused` does. */
export function runPrograms(plan: EnergyPlan): void {
  const { run, sizes, places, tree, trunks, packed, epsilon } = plan;
  const { latent, features, hidden, cellInput, layers, elu, children } = sizes;
  for (const wave of waves(plan)) {
    for (const name of modules) {
      for (const k of wave) {
        const programs = k === 0 ? tree.program : placedAt(plan, k - 1).states;
        const at = places.levels[k]![name];
        const sized = [places.levels[k]!.programs, latent, features, layers[name]] as const;
        run.hypernet.trunk(programs, trunks[name], places.scratch, at.features, at.kept, ...sized, epsilon);
      }
      const first = places.levels[wave[0]!]![name];
      generate(plan, first.features, packed[name], first.weights, programsIn(plan, wave));
    }
    for (const k of wave) {
      const level = places.levels[k]!;
      const { states = 0, actions = 0 } = tree.given[k] ?? {};
      const answers = [level.states, level.actions, level.saved] as const;
      const sized = [level.programs, children[k]!, latent, hidden, cellInput, elu] as const;
      run.own.unroll(level.state.weights, level.policy.weights, states, actions, ...answers, ...sized);
    }
  }
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
  const { latent: z, features, layers } = sizes;
  for (const wave of waves(plan).toReversed()) {
    for (const k of wave) runChildrenBack(plan, k);
    for (const name of modules) {
      const first = places.levels[wave[0]!]![name];
      generateBack(plan, first.dWeights, packed[name], first.dFeatures, programsIn(plan, wave), 0);
    }
    const bottom = places.levels.length - 1;
    if (wave.includes(bottom)) {
      const { programs, state } = places.levels[bottom]!;
      packed.leaf.forEach((matrix, i) => {
        generateBack(plan, places.dLeafWeights[i]!, matrix, state.dFeatures, programs, 1);
      });
    }
    for (const k of wave.toReversed()) {
      const level = places.levels[k]!;
      const given = tree.given[k];
      if (given) {
        for (const from of [level.dStates, level.dReadStates])
          run.own.addInto(given.dStates, from, level.nodes * z);
        for (const from of [level.dActions, level.dReadActions])
          run.own.addInto(given.dActions, from, level.nodes * 6);
      }
      const n = level.programs;
      for (const name of modules) {
        const { dFeatures, kept, dPrograms } = level[name];
        const sized = [n, z, features, layers[name]] as const;
        run.hypernet.trunkGrad(dFeatures, trunks[name], kept, dPrograms, 0, places.scratch, ...sized);
        run.own.addInto(k === 0 ? tree.dProgram : places.levels[k - 1]!.dStates, dPrograms, n * z);
      }
    }
  }
}

/** Backpropagation through the children of a level's programs, to the weights that these were generated. */
function runChildrenBack({ run, sizes, places, tree }: EnergyPlan, k: number): void {
  const { latent, hidden, cellInput, elu, children } = sizes;
  const level = places.levels[k]!;
  const { programs, state, policy } = level;
  const given = tree.given[k];
  const upstream = given
    ? ([level.dAnsweredStates, level.dAnsweredActions] as const)
    : ([level.dStates, level.dActions] as const);
  run.own.unrollGrad(
    ...upstream,
    state.weights,
    policy.weights,
    level.states,
    level.saved,
    state.dWeights,
    policy.dWeights,
    given ? level.dReadStates : 0,
    given ? level.dReadActions : 0,
    places.scratch,
    ...([programs, children[k]!, latent, hidden, cellInput, elu] as const),
  );
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
