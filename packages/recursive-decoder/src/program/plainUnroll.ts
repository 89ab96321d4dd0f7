// n programs, t children, z latent, h and c widths of the encoders' layers; a module's weights [n, S], both modules' [2n, …], all states' first
import { sine } from '@rnp/backend';
import { product } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { UnrollAttributes } from '../wasm/unrollKernels.js';
import { actionSize } from './moduleLayout.generated.js';

export type UnrollInputs = {
  /** [n, S] and [n, P] */
  readonly state: tf.Tensor2D;
  readonly policy: tf.Tensor2D;
  /** [n, t, z] and [n, t, 6] */
  readonly givenStates?: tf.Tensor3D;
  readonly givenActions?: tf.Tensor3D;
};

/**
 * What every step of a level reads that its gradient reads, too, and its first state and action, the action before its sine. The biases of `encoder1` and `cell`
 * are their last rows.
 */
export const levelKeys = ['encoder1', 'encoder2', 'cell', 'action', 'what', 'angle'] as const;

/**
 * What a step went through: what both encoders read [2n, 1, z + 7], their layers [2n, 1, h] and [2n, 1, c], what both cells read
 * [2n, 1, z + c + 1], the policy cell's output [n, 1, z], the action before its sine [n, 1, 6], and the state [n, 1, z]. What ends with a 1
 * for the bias is named so.
 */
export const stepKeys = ['seen1', 'first', 'second', 'read1', 'policy', 'angle', 'state'] as const;

export type Kept<K extends string> = Readonly<Record<K, tf.Tensor3D>>;

/**
 * A level from TensorFlow.js's own ops, with both modules as one batch: as few calls as a loop over children allows, for backends on which a
 * call costs more than what it computes here.
 *
 * @returns states [n, t, z] and actions [n, t, 6], of given children what is predicted; and what `plainUnrollGradients` reads: what is
 *   named by `levelKeys`, then by `stepKeys` for each step
 */
export function plainUnroll(
  { state, policy, givenStates, givenActions }: UnrollInputs,
  attributes: UnrollAttributes,
): { readonly outputs: tf.Tensor3D[]; readonly kept: readonly tf.Tensor[] } {
  const { children, latent } = attributes;
  const blocks = moduleBlocks(attributes);
  const [stateShared, firstState] = tf.split(state, [sizeOf(blocks.shared), latent], 1) as tf.Tensor2D[];
  const [policyShared, ...own] = tf.split(
    policy,
    [sizeOf(blocks.shared), ...blocks.policy.map(([rows, columns]) => rows * columns)],
    1,
  ) as [tf.Tensor2D, ...tf.Tensor2D[]];
  const both = tf.split(
    tf.concat([stateShared!, policyShared]),
    blocks.shared.map(([rows, columns]) => rows * columns),
    1,
  );
  const [encoder1, encoder2, bias2, cell, initial] = shaped(both, blocks.shared);
  const [action, actionBias, firstAngle] = shaped(own, blocks.policy);
  const level: Kept<(typeof levelKeys)[number]> = {
    encoder1: encoder1!,
    encoder2: encoder2!,
    cell: cell!,
    action: action!,
    what: activated(tf.reshape(firstState!, [-1, 1, latent]), attributes),
    angle: firstAngle!,
  };
  const one = tf.ones<tf.Rank.R3>([state.shape[0], 1, 1]);
  const ones = tf.ones<tf.Rank.R3>([2 * state.shape[0], 1, 1]);
  const layer = (read: tf.Tensor, kernel: tf.Tensor, bias?: tf.Tensor): tf.Tensor3D =>
    product(read, kernel, bias, 'elu') as tf.Tensor3D;
  const given =
    givenStates === undefined
      ? undefined
      : { states: tf.split(givenStates, children, 1), actions: tf.split(givenActions!, children, 1) };

  const steps: Kept<(typeof stepKeys)[number]>[] = [];
  const actions: tf.Tensor3D[] = [];
  let { what } = level;
  let where = sine(level.angle);
  let memory = initial!;
  for (let i = 0; i < children; i++) {
    const input = tf.concat([what, where, one], 2);
    const seen1 = tf.concat([input, input]);
    const first = layer(seen1, level.encoder1);
    const second = layer(first, level.encoder2, bias2);
    const read1 = tf.concat([memory, second, ones], 2);
    const [stateSum, policySum] = tf.split(tf.matMul(read1, level.cell), 2) as [tf.Tensor3D, tf.Tensor3D];
    const next = activated(stateSum, attributes);
    const policyOut = tf.elu(policySum);
    const angle = product(policyOut, level.action, actionBias) as tf.Tensor3D;
    steps.push({ seen1, first, second, read1, policy: policyOut, angle, state: next });
    actions.push(sine(angle));
    if (i + 1 === children) break;
    what = (given?.states[i] as tf.Tensor3D | undefined) ?? next;
    where = (given?.actions[i] as tf.Tensor3D | undefined) ?? actions[i]!;
    memory = tf.concat([what, policyOut]);
  }
  return {
    outputs: [
      tf.concat(
        steps.map((step) => step.state),
        1,
      ),
      tf.concat(actions, 1),
    ],
    kept: [
      ...levelKeys.map((key) => level[key]),
      ...steps.flatMap((step) => stepKeys.map((key) => step[key])),
    ],
  };
}

type Block = readonly [rows: number, columns: number];

/**
 * What lies side by side in a module's weights, as scripts/moduleLayout.js orders it: kernels, with the bias behind each. In both modules two encoders,
 * the cell and its first memory; then the policy's action decoder and first action. Where what is read ends with a 1 anyway, the bias is the
 * kernel's last row.
 */
function moduleBlocks({
  latent,
  hidden,
  cellInput,
}: Pick<UnrollAttributes, 'latent' | 'hidden' | 'cellInput'>): Readonly<
  Record<'shared' | 'policy', readonly Block[]>
> {
  return {
    shared: [
      [latent + actionSize + 1, hidden],
      [hidden, cellInput],
      [1, cellInput],
      [latent + cellInput + 1, latent],
      [1, latent],
    ],
    policy: [
      [latent, actionSize],
      [1, actionSize],
      [1, actionSize],
    ],
  };
}

function sizeOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, [rows, columns]) => sum + rows * columns, 0);
}

/** Each [m, rows · columns] → [m, rows, columns]. */
function shaped(pieces: readonly tf.Tensor[], blocks: readonly Block[]): tf.Tensor3D[] {
  return blocks.map(([rows, columns], i) => tf.reshape(pieces[i]!, [-1, rows, columns]));
}

/** A state: elu of a sum, or the sum. */
function activated(sum: tf.Tensor3D, { elu }: UnrollAttributes): tf.Tensor3D {
  return elu === 1 ? tf.elu(sum) : sum;
}
