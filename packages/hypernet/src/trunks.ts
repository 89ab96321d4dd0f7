// m trunks, n programs, z latent size, f hidden features
import { defineOp, type Op, type PlainGradientCall } from '@rnp/backend';
import { defaultEpsilon } from '@rnp/nn';
import { normRows, normRowsGradient, product, standardRows, standardRowsGradient } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { float64Trunk } from './float64Trunk.js';
import { type JoinedTrunks, trunksWith, trunkValues } from './joinedTrunks.js';

/**
 * The features of programs by each of these trunks, as `trunk` computes them, for backends without kernels of their own: a batch of trunks takes
 * as many calls as one.
 *
 * @param z [n, z]
 * @returns of each trunk as it was given [n, f]; the caller owns them
 */
export function trunks(
  z: tf.Tensor2D,
  { places, layers, norms, vectors, kernels }: JoinedTrunks,
): tf.Tensor2D[] {
  const features = op([z, norms, vectors, ...kernels], { epsilon: defaultEpsilon, layers });
  return places.map((place) => features[place] as tf.Tensor2D);
}

type TrunksAttributes = { readonly epsilon: number; readonly layers: readonly number[] };

const op: Op<readonly tf.Tensor[], TrunksAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'trunks',
  plain: (inputs, attributes) => forward(inputs, attributes).outputs,
  plainGradient: { forward, compute },
});

/** What is kept of a layer: its input, the rows that its norm made of the sums and what it divided them by, its output, and the norm's gamma. */
const layerKeys = ['x', 'unit', 'scale', 'y', 'gamma'] as const;

/** What is kept of the norm of programs: rows, what it divided them by, and gamma. */
const programKeys = 3;
type KeptLayer = Readonly<Record<(typeof layerKeys)[number], tf.Tensor3D>>;

function forward(
  [z, norms, vectors, ...kernels]: readonly tf.Tensor[],
  { epsilon, layers }: TrunksAttributes,
): { readonly outputs: tf.Tensor[]; readonly kept: tf.Tensor[] } {
  const program = standardRows(z!, epsilon);
  const [gamma, beta] = tf.split(norms!, 2);
  const pieces = vectorsOf(vectors!, kernels.length, layers);
  const kept = [program.unit, program.scale, gamma!];
  const features: tf.Tensor[] = [];
  let x: tf.Tensor = tf.add(tf.mul(program.unit, gamma!), beta!);
  kernels.forEach((kernel, i) => {
    const [bias, gamma, beta] = pieces[i]!;
    const rows = { x: product(x, kernel, bias), gamma, beta };
    const [y, unit, scale] = normRows(rows, { epsilon, elu: 1 }) as [tf.Tensor, tf.Tensor, tf.Tensor];
    kept.push(x, unit, scale, y, gamma);
    const goOn = trunksWith(layers, i + 1);
    const done = y.shape[0]! - goOn;
    if (done === 0) x = y;
    else if (goOn === 0) features.unshift(...tf.unstack(y));
    else {
      const [others, last] = tf.split(y, [goOn, done]);
      x = others!;
      features.unshift(...tf.unstack(last!));
    }
  });
  if (tf.getBackend() !== 'cpu') return { outputs: features, kept };
  // The values are float64's, see `trunk`; the gradient sees the rough steps.
  const joined = { layers, norms, vectors, kernels } as Omit<JoinedTrunks, 'places'>;
  return { outputs: features.map((rough, place) => exact(z!, joined, place, rough.shape)), kept };
}

function exact(
  z: tf.Tensor,
  joined: Omit<JoinedTrunks, 'places'>,
  place: number,
  shape: number[],
): tf.Tensor {
  return tf.tensor(float64Trunk(z.dataSync() as Float32Array, trunkValues(joined, place)), shape);
}

function compute({
  dy,
  inputs,
  kept,
  attributes: { layers },
}: PlainGradientCall<TrunksAttributes>): Record<string, () => tf.Tensor> {
  const [, , , ...kernels] = Object.values(inputs);
  const [programUnit, programScale, programGamma] = kept;
  const gradients: Record<string, () => tf.Tensor> = {};
  const dVectors: (readonly tf.Tensor[])[] = [];
  // From the last layer on: what is handed back to the trunks that go on, with that of those which end here.
  let back: tf.Tensor | undefined;
  let ended = 0;
  for (let i = kernels.length - 1; i >= 0; i--) {
    const keptOf = kept.slice(programKeys + layerKeys.length * i);
    const { x, unit, scale, y, gamma } = Object.fromEntries(
      layerKeys.map((key, k) => [key, keptOf[k]!]),
    ) as KeptLayer;
    const active = trunksWith(layers, i);
    const ending = ended < active ? tf.stack(dy.slice(ended, active)) : undefined;
    ended = active;
    const dY = back === undefined ? ending! : ending === undefined ? back : tf.concat([back, ending]);
    const [dSum, dBeta, dGamma] = normRowsGradient({ dy: dY, y, unit, scale, gamma }, { elu: 1 }) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    gradients[3 + i] = () => tf.matMul(x, dSum, true);
    dVectors.unshift([dSum, dGamma, dBeta]);
    back = tf.matMul(dSum, kernels[i]!, false, true);
  }
  const dProgram = back!;
  gradients[0] = () => {
    const dUnit = tf.sum(tf.mul(dProgram, programGamma!), 0);
    return standardRowsGradient(dUnit, programUnit!, programScale!);
  };
  gradients[1] = () => sumOfPrograms(tf.concat([tf.mul(dProgram, programUnit!), dProgram]));
  // Of all programs first side by side, as one sum is one call.
  gradients[2] = () => sumOfPrograms(tf.concat(dVectors.flat()));
  return gradients;
}

/** Bias, gamma and beta of each layer, [.., 1, f]. */
function vectorsOf(
  vectors: tf.Tensor,
  count: number,
  layers: readonly number[],
): (readonly [bias: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor])[] {
  const numbers = Array.from({ length: count }, (_, layer) => layer);
  const pieces = tf.split(
    vectors,
    numbers.flatMap((layer) => Array<number>(3).fill(trunksWith(layers, layer))),
  );
  return numbers.map((layer) => [pieces[3 * layer]!, pieces[3 * layer + 1]!, pieces[3 * layer + 2]!]);
}

/** [m, n, f] → [m, 1, f] */
function sumOfPrograms(x: tf.Tensor): tf.Tensor {
  return tf.sum(x, 1, true);
}
