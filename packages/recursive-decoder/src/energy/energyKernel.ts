// b images, n programs of a level, t children, m columns of the table; addresses are in bytes
import type { OpForm, WasmHost } from '@rnp/backend';
import { backendModule } from '@rnp/backend/kernels';
import { hypernetModule } from '@rnp/hypernet/kernels';
import { defaultEpsilon, sizeOf } from '@rnp/nn';
import { transformerModule } from '@rnp/spatial-transformer/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { Presence } from '../program/presence.js';
import { decoderModule } from '../wasm/decoderModule.js';
import { absentOf, answerAbsent } from './absentPass.js';
import { runDrawing, runDrawingBack } from './drawingPass.js';
import type { EnergyFunctions } from './energyFunctions.js';
import { energyPlaces } from './energyLayout.js';
import type { EnergyPlan, EnergyPrecisions, TreePlaces } from './energyPlan.js';
import type { EnergySizes } from './energySizes.js';
import { runErrors, totalled } from './errorPass.js';
import { runPrograms, runProgramsBack } from './programPass.js';
import { remembering } from './remembering.js';
import { weightPlaces } from './weightPlaces.js';

// A type, not an interface: attributes need an index signature.
export type EnergyAttributes = {
  readonly sizes: EnergySizes;
  readonly precisions: EnergyPrecisions;
  /** Whether gradients are wanted. */
  readonly backward: boolean;
  /** Of all images; undefined where every child is there. */
  readonly presence?: Presence;
};

/**
 * Bytes of generated weights and their gradients that a block of images may have: so many that a product is worth its packed matrix, so
 * few that they stay in the caches between the kernels that write and read them.
 */
const blockBytes = 1 << 21;

/**
 * Images, packed weights, the program, and states and actions of each given level → the table, and, if
 * asked for, the gradients of all from the program on. One kernel after the other in one block of memory: without a tensor in between, without a tape, and
 * without gradients of the decoder's own weights.
 */
export const wasmTreeEnergy: OpForm = /* @__PURE__ */ decoderModule.form((own, host) => ({
  forward: ({ inputs, attrs }) => {
    const run: EnergyFunctions = {
      own,
      backend: backendModule.exports()!,
      hypernet: hypernetModule.exports()!,
      transformer: transformerModule.exports()!,
    };
    return energyAndGradients(
      run,
      host,
      attrs as unknown as EnergyAttributes,
      inputs as unknown as tf.TensorInfo[],
    );
  },
}));

function energyAndGradients(
  run: EnergyFunctions,
  host: WasmHost,
  { sizes, precisions, backward, presence }: EnergyAttributes,
  [images, packed, ...tree]: readonly tf.TensorInfo[],
): tf.TensorInfo[] {
  const batch = images!.shape[0]!;
  const block = Math.min(batch, imagesOf(sizes));
  const table = host.output([batch, tree.length + 3], 'float32');
  const gradients = tree.map(({ shape }) => host.output(shape, 'float32'));
  const weights = placesOfWeights(run, sizes, host.address(packed!));
  const trunks = [...weights.trunks.state, ...weights.trunks.policy];
  const listBytes = aligned(4 * trunks.length);
  const sumBytes = aligned(8 * batch * (tree.length + 1));
  const needed = listBytes + sumBytes + placesOf(run, sizes, block, 0).end;
  host.scratch(needed, (lists) => {
    const sums = lists + listBytes;
    new Uint32Array(host.memory().buffer, lists, trunks.length).set(trunks);
    const rows = treePlaces(host, [images!, ...tree], gradients, batch);
    for (let first = 0; first < batch; first += block) {
      const count = Math.min(block, batch - first);
      const plan: EnergyPlan = {
        run,
        sizes,
        places: placesOf(run, sizes, count, sums + sumBytes),
        tree: rows(first),
        absent: absentOf(presence, sizes.children, first, count),
        epsilon: defaultEpsilon,
        trunks: { state: lists, policy: lists + 4 * weights.trunks.state.length },
        packed: weights.packed,
      };
      writeLists(plan, host);
      runPrograms(plan);
      runDrawing(plan);
      answerAbsent(plan, host);
      runErrors(plan, precisions, count, sums + 8 * first, 8 * batch);
      if (!backward) continue;
      runDrawingBack(plan);
      runProgramsBack(plan);
    }
    totalled(host, table, sums, precisions);
  });
  if (backward) return [table, ...gradients];
  for (const begun of gradients) host.dispose(begun);
  return [table];
}

/** Where the tensors of a block lie: the same from step to step, as memory is mostly given out as it was. */
const placesOf = /* @__PURE__ */ remembering(energyPlaces);
/** Where packed weights lie. */
const placesOfWeights = /* @__PURE__ */ remembering(weightPlaces);

function aligned(bytes: number): number {
  return (bytes + 15) & ~15;
}

/** Images of a block; at least one. */
function imagesOf({ children, weights, leaf }: EnergySizes): number {
  let programs = 1;
  let values = 0;
  for (const t of children) {
    values += programs * (weights.state + weights.policy);
    programs *= t;
  }
  values += (programs / children.at(-1)!) * leaf.reduce((sum, size) => sum + size);
  return Math.max(1, Math.round(blockBytes / (8 * values)));
}

/** Where the trees from an image on lie: `inputs` are images, program, and states and actions of each given level. */
function treePlaces(
  host: WasmHost,
  inputs: readonly tf.TensorInfo[],
  gradients: readonly tf.TensorInfo[],
  batch: number,
): (image: number) => TreePlaces {
  const rowsOf = (infos: readonly tf.TensorInfo[]): ((index: number, image: number) => number) => {
    const starts = infos.map(host.address);
    const bytes = infos.map(({ shape }) => (4 * sizeOf(shape)) / batch);
    return (index, image) => starts[index]! + image * bytes[index]!;
  };
  const [from, to] = [rowsOf(inputs), rowsOf(gradients)];
  const levels = (gradients.length - 1) / 2;
  return (image) => ({
    images: from(0, image),
    program: from(1, image),
    dProgram: to(0, image),
    given: Array.from({ length: levels }, (_, k) => ({
      states: from(2 + 2 * k, image),
      actions: from(3 + 2 * k, image),
      dStates: to(1 + 2 * k, image),
      dActions: to(2 + 2 * k, image),
    })),
  });
}

function writeLists({ places: { levels, lists } }: EnergyPlan, host: WasmHost): void {
  const { buffer } = host.memory();
  const leaves = levels.at(-1)!.nodes;
  new Uint32Array(buffer, lists.maps, levels.length).set(levels.map(({ maps }) => maps));
  new Uint32Array(buffer, lists.dMaps, levels.length).set(levels.map(({ dMaps }) => dMaps));
  new Int32Array(buffer, lists.spans, levels.length).set(levels.map(({ nodes }) => leaves / nodes));
}
