// n programs, t children, z latent; a module's weights [n, S], both modules' [2n, …], all states' first
import { cosine } from '@rnp/backend';
import { eluGradient } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { UnrollAttributes } from '../wasm/unrollKernels.js';
import { actionSize } from './moduleLayout.generated.js';
import { type Kept, levelKeys, stepKeys } from './plainUnroll.js';

type Level = Kept<(typeof levelKeys)[number]>;
type Step = Kept<(typeof stepKeys)[number]>;

/** The gradients of a step's sums, before what they pass: both encoders' layers, both cells [2n, 1, …], the action [n, 1, 6]. */
interface StepGradients {
  readonly first: tf.Tensor3D;
  readonly second: tf.Tensor3D;
  readonly sums: tf.Tensor3D;
  readonly angle: tf.Tensor3D;
}

/** What a step hands back to the child that it read, and to both cells. */
interface HandedBack {
  readonly what: tf.Tensor3D;
  readonly where: tf.Tensor3D;
  readonly memory: tf.Tensor3D;
}

export interface UnrollGradients {
  /** [n, S] and [n, P] */
  readonly state: tf.Tensor;
  readonly policy: tf.Tensor;
  /** [n, t, z] and [n, t, 6], of a closed loop. */
  readonly givenStates?: tf.Tensor;
  readonly givenActions?: tf.Tensor;
}

/**
 * Backpropagation through both modules of a level, from TensorFlow.js's own ops. Weights get their gradients from all children by one product
 * each.
 *
 * @param dStates [n, t, z]
 * @param dActions [n, t, 6]
 * @param kept by `plainUnroll`
 */
export function plainUnrollGradients(
  dStates: tf.Tensor,
  dActions: tf.Tensor,
  kept: readonly tf.Tensor[],
  attributes: UnrollAttributes,
): UnrollGradients {
  const { children, elu, given } = attributes;
  const level = named(levelKeys, kept);
  const steps = Array.from({ length: children }, (_, i) =>
    named(stepKeys, kept.slice(levelKeys.length + i * stepKeys.length)),
  );
  const toStates = tf.split(dStates, children, 1) as tf.Tensor3D[];
  const toActions = tf.split(dActions, children, 1) as tf.Tensor3D[];
  const gradients: StepGradients[] = new Array(children);
  const toGiven: HandedBack[] = new Array(children);
  let next: HandedBack | undefined;
  for (let i = children - 1; i >= 0; i--) {
    const step = steps[i]!;
    const [toState, toPolicy] = next ? (tf.split(next.memory, 2) as tf.Tensor3D[]) : [];
    let [dWhat, dWhere] = [toStates[i]!, toActions[i]!];
    if (next) {
      const what: tf.Tensor3D = tf.add(next.what, toState!);
      // The next step read the answer itself, or the child that was given.
      if (given === 1) toGiven[i] = { ...next, what };
      else [dWhat, dWhere] = [tf.add(dWhat, what), tf.add(dWhere, next.where)];
    }
    const done = stepGradients(level, step, dWhat, dWhere, toPolicy, elu === 1);
    gradients[i] = done.own;
    next = done.back;
  }
  const weights = weightGradients(steps, gradients, level, next!, elu === 1);
  if (given !== 1) return weights;
  // Nothing reads the last child.
  const last = { what: tf.zerosLike(toStates[0]!), where: tf.zerosLike(toActions[0]!) };
  const handed: readonly Pick<HandedBack, 'what' | 'where'>[] = [...toGiven.slice(0, -1), last];
  return {
    ...weights,
    givenStates: joined(handed, 'what'),
    givenActions: joined(handed, 'where'),
  };
}

/** @param toPolicy what the next step hands back to the policy cell, if there is one */
function stepGradients(
  { encoder1, encoder2, cell, action }: Level,
  { first, second, policy, angle, state }: Step,
  dWhat: tf.Tensor3D,
  dWhere: tf.Tensor3D,
  toPolicy: tf.Tensor3D | undefined,
  elu: boolean,
): { readonly own: StepGradients; readonly back: HandedBack } {
  const dAngle: tf.Tensor3D = tf.mul(dWhere, cosine(angle));
  const fromAction = tf.matMul(dAngle, action, false, true);
  const dPolicy = toPolicy ? tf.add(fromAction, toPolicy) : fromAction;
  const dSums = tf.concat([
    elu ? (eluGradient(dWhat, state) as tf.Tensor3D) : dWhat,
    eluGradient(dPolicy, policy) as tf.Tensor3D,
  ]);
  const [z, c] = [state.shape[2], second.shape[2]];
  const [memory, dEncoded] = tf.split(tf.matMul(dSums, cell, false, true), [z, c, 1], 2) as [
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  const dSecond = eluGradient(dEncoded, second) as tf.Tensor3D;
  const dFirst = eluGradient(tf.matMul(dSecond, encoder2, false, true), first) as tf.Tensor3D;
  const [ofState, ofPolicy] = tf.split(tf.matMul(dFirst, encoder1, false, true), 2) as tf.Tensor3D[];
  const [what, where] = tf.split(tf.add(ofState!, ofPolicy!), [z, actionSize, 1], 2) as [
    tf.Tensor3D,
    tf.Tensor3D,
  ];
  return {
    own: { first: dFirst, second: dSecond, sums: dSums, angle: dAngle },
    back: { what, where, memory },
  };
}

/** @param back what the first step hands back to the first child and both cells */
function weightGradients(
  steps: readonly Step[],
  gradients: readonly StepGradients[],
  level: Level,
  back: HandedBack,
  elu: boolean,
): Pick<UnrollGradients, 'state' | 'policy'> {
  // The bias's are the last rows, as what was read ends with a 1 or is given one.
  const ofLayer = (read: tf.Tensor3D, own: keyof StepGradients): tf.Tensor2D =>
    flat(tf.matMul(read, joined(gradients, own), true));
  const with1 = (read: keyof Step): tf.Tensor3D => {
    const all = joined(steps, read);
    return tf.concat([all, tf.ones<tf.Rank.R3>([all.shape[0], all.shape[1], 1])], 2);
  };
  const shared = tf.concat(
    [
      ofLayer(joined(steps, 'seen1'), 'first'),
      ofLayer(with1('first'), 'second'),
      ofLayer(joined(steps, 'read1'), 'sums'),
      flat(back.memory),
    ],
    1,
  );
  const [ofState, ofPolicy] = tf.split(shared, 2) as [tf.Tensor2D, tf.Tensor2D];
  const first = elu ? (eluGradient(back.what, level.what) as tf.Tensor3D) : back.what;
  const firstAngle: tf.Tensor3D = tf.mul(back.where, cosine(level.angle));
  return {
    state: tf.concat([ofState, flat(first)], 1),
    policy: tf.concat([ofPolicy, ofLayer(with1('policy'), 'angle'), flat(firstAngle)], 1),
  };
}

/** [m, rows, columns] → [m, rows · columns] */
function flat(x: tf.Tensor3D): tf.Tensor2D {
  return tf.reshape(x, [x.shape[0], -1]);
}

/** Of all steps, in their order: [m, 1, o] → [m, t, o]. */
function joined<K extends string>(steps: readonly Readonly<Record<K, tf.Tensor3D>>[], key: K): tf.Tensor3D {
  return tf.concat(
    steps.map((step) => step[key]),
    1,
  );
}

function named<K extends string>(keys: readonly K[], tensors: readonly tf.Tensor[]): Kept<K> {
  return Object.fromEntries(keys.map((key, i) => [key, tensors[i]!])) as Kept<K>;
}
