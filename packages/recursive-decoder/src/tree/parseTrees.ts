// b batch, k level from the top, t children, z latent

import { matrixOf } from '@rnp/spatial-transformer';
import type * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from '../decoderConfig.js';
import { requireInferred, requireUnrolled } from '../inputChecks.js';
import { patchShape } from '../leaf/patchDecoder.js';
import { notANumber } from '../notANumber.js';
import { type Presence, presentAmong, requirePresence, type TreePresence } from '../program/presence.js';
import type { InferredLevel, Unrolled } from '../program/unrolled.js';
import { composeRows } from '../rendering/composeRows.js';
import { nineDigits } from './nineDigits.js';
import {
  type Action,
  type AffineRows,
  type ParseNode,
  type ParseTree,
  type Patch,
  parseTreeSchema,
  parseTreeVersion,
  type SilentStep,
} from './parseTree.js';

const identity: AffineRows = [
  [1, 0, 0],
  [0, 1, 0],
];

/** The batch read back from the backend; [k] top first. */
interface Values {
  readonly programs: Float32Array;
  readonly states: readonly Float32Array[];
  readonly actions: readonly Float32Array[];
  readonly leaves: Float32Array;
  readonly predictedStates: readonly Float32Array[];
  readonly predictedActions: readonly Float32Array[];
}

/**
 * The program trees of a batch as plain data, one per image, in the batch's order. Values are float32, written
 * with the fewest digits that give the same float32 again; maps are computed in float64 from the actions.
 *
 * @param predicted of the first levels, top first, what their programs predict of children that were given (`unrollInferred`)
 * @param presence which children are there; all unless given. Absent ones are left out, and only what the program above them read of
 *   them is kept; of those below them, nothing
 * @throws RnpError RNP_DIVERGED when a value is NaN or infinite, which no tree can hold
 */
export async function parseTrees(
  unrolled: Unrolled,
  config: DecoderConfig,
  predicted: readonly InferredLevel[] = [],
  presence?: Presence,
): Promise<ParseTree[]> {
  requireUnrolled(unrolled, config);
  const images = unrolled.levels[0]!.programs.shape[0];
  requireInferred('predicted', predicted, config, images);
  if (presence !== undefined) requirePresence('presence', presence, config, images);
  const { levels, leaves, ground } = unrolled;
  const read = async (tensors: readonly { data(): Promise<unknown> }[]): Promise<Float32Array[]> =>
    Promise.all(tensors.map((tensor) => tensor.data() as Promise<Float32Array>));
  const [top, states, actions, predictedStates, predictedActions, behind] = await Promise.all([
    read([levels[0]!.programs, leaves]),
    read(levels.map((level) => level.states)),
    read(levels.map((level) => level.actions)),
    read(predicted.map((level) => level.states)),
    read(predicted.map((level) => level.actions)),
    read(ground ? [ground] : []),
  ]);
  const all = [...top, ...states, ...actions, ...predictedStates, ...predictedActions, ...behind];
  if (!all.every((values) => values.every(Number.isFinite))) throw notANumber('the parse');
  const values: Values = {
    programs: top[0]!,
    states,
    actions,
    leaves: top[1]!,
    predictedStates,
    predictedActions,
  };
  const [height, width, channels] = config.imageShape;
  const there = presence && presentAmong(presence, config.childrenPerLevel);
  return Array.from({ length: images }, (_, image) => ({
    schema: parseTreeSchema,
    version: parseTreeVersion,
    imageShape: [height, width, channels],
    // Left out where frames are cut off: trees of such models stay what they were.
    ...(config.border === 'soft' && config.rendering === 'composed' && { border: config.border }),
    ...(config.compositing === 'over' && { compositing: config.compositing }),
    ...(ground && { ground: groundAt(behind[0]!, ground, image) }),
    root: {
      level: depthOf(config),
      step: 0,
      program: numbers(values.programs, image, config.latent),
      action: null,
      toParent: null,
      toImage: identity,
      ...childrenOf(values, config, { k: 0, image, index: 0, toImage: identity }, there?.[image]),
    },
  }));
}

/** The picture behind an image. */
function groundAt(values: Float32Array, { shape: [pictures, ...shape] }: tf.Tensor4D, image: number): Patch {
  return { shape, data: numbers(values, pictures === 1 ? 0 : image, values.length / pictures) };
}

/** A program of level k: which of its tree's, counted through, and where it draws. */
interface ProgramPlace {
  readonly k: number;
  readonly image: number;
  readonly index: number;
  readonly toImage: AffineRows;
}

/** The children of a program that are there, and the silent steps of those that are not. @param there of all children of the tree; all unless given */
function childrenOf(
  values: Values,
  config: DecoderConfig,
  { k, image, index, toImage: parentToImage }: ProgramPlace,
  there: TreePresence | undefined,
): Pick<ParseNode, 'children' | 'silent'> {
  const t = config.childrenPerLevel[k]!;
  const perTree = config.childrenPerLevel.slice(0, k + 1).reduce((product, count) => product * count, 1);
  const shape = patchShape(config);
  const children: ParseNode[] = [];
  const silent: SilentStep[] = [];
  for (let step = 1; step <= t; step++) {
    const child = index * t + step - 1;
    const item = image * perTree + child;
    const program = numbers(values.states[k]!, item, config.latent);
    const action = numbers(values.actions[k]!, item, 6) as unknown as Action;
    if (there?.[k]?.[child] === false) {
      silent.push({ step, program, action });
      continue;
    }
    const toParent = matrixOf(action, config.scaleOffset[k]!) as unknown as AffineRows;
    const toImage = composeRows(parentToImage, toParent);
    children.push({
      level: depthOf(config) - 1 - k,
      step,
      program,
      action,
      toParent,
      toImage,
      ...(k < values.predictedStates.length && {
        predicted: {
          program: numbers(values.predictedStates[k]!, item, config.latent),
          action: numbers(values.predictedActions[k]!, item, 6) as unknown as Action,
        },
      }),
      ...(k === depthOf(config) - 1
        ? {
            patch: { shape, data: numbers(values.leaves, item, shape[0] * shape[1] * shape[2]) },
            children: [],
          }
        : childrenOf(values, config, { k: k + 1, image, index: child, toImage }, there)),
    });
  }
  return { children, ...(silent.length > 0 && { silent }) };
}

/** Entry `item` of rows of this size. */
function numbers(values: Float32Array, item: number, size: number): number[] {
  return Array.from(values.subarray(item * size, (item + 1) * size), nineDigits);
}
