import { RnpError } from '@rnp/errors';
import type { Safetensors, TensorData } from '@rnp/files';
import type { Parameters, Shapes } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';

/** A tensor's numbers in single precision. */
export interface FloatData extends TensorData {
  readonly data: Float32Array;
}

/**
 * Copies tensors out, checked.
 *
 * @throws RnpError RNP_DIVERGED when a value is NaN or infinite: such weights must not replace good ones
 */
export function storedTensors(tensors: Parameters, prefix = ''): readonly (readonly [string, FloatData])[] {
  return Object.entries(tensors).map(([name, tensor]) => {
    const data = new Float32Array(tensor.dataSync());
    const bad = firstBad(data);
    if (bad !== -1) {
      throw new RnpError(
        'RNP_DIVERGED',
        `entry ${bad} is ${data[bad]}, so nothing is saved. Go back to the last checkpoint, ` +
          'lower learningRate, clip gradients (clipNorm) or take a larger batchSize',
        { path: prefix + name },
      );
    }
    return [prefix + name, { shape: tensor.shape, data }] as const;
  });
}

/**
 * Checks that a file holds just the tensors that are expected, each of its shape and with finite values.
 *
 * @throws RnpError RNP_WEIGHTS naming the first tensor that is wrong
 */
export function checkTensors(file: Safetensors, shapes: Shapes, path: string | undefined): void {
  const { tensors } = file;
  const refuse = (problem: string): RnpError => new RnpError('RNP_WEIGHTS', problem, { path });
  const names = Object.keys(shapes);
  for (const name of names) {
    const tensor = tensors.get(name);
    const shape = shapes[name]!;
    if (tensor === undefined) continue;
    if (!(tensor.data instanceof Float32Array))
      throw refuse(`${name} holds ${tensor.dtype}; convert it to F32`);
    if (tensor.shape.join() !== shape.join()) {
      throw refuse(
        `${name} is [${tensor.shape.join(', ')}], the config makes it [${shape.join(', ')}]. ${advice}`,
      );
    }
    const bad = firstBad(tensor.data);
    if (bad !== -1) {
      throw refuse(
        `${name}: entry ${bad} is ${tensor.data[bad]}; the weights diverged or the file is damaged`,
      );
    }
  }
  const missing = names.filter((name) => !tensors.has(name));
  if (missing.length > 0) {
    const [name] = missing;
    throw refuse(
      `lacks ${name} [${shapes[name!]!.join(', ')}]${others(missing)}, which the config asks for. ${advice}`,
    );
  }
  const extra = [...tensors.keys()].filter((name) => !Object.hasOwn(shapes, name));
  if (extra.length > 0) {
    const shape = tensors.get(extra[0]!)!.shape;
    throw refuse(
      `${JSON.stringify(extra[0])} [${shape.join(', ')}]${others(extra)} has no place in the config. ${advice}`,
    );
  }
}

/** Tensors of checked data, all or none. The caller owns them. */
export function makeTensors(file: Safetensors, groups: readonly TensorGroup[]): Parameters[] {
  const made: tf.Tensor[] = [];
  try {
    return groups.map(({ prefix, names }) =>
      Object.fromEntries(
        names.map((name) => {
          const { data, shape } = file.tensors.get(prefix + name)!;
          const tensor = tf.tensor(data as Float32Array, [...shape], 'float32');
          made.push(tensor);
          return [name, tensor];
        }),
      ),
    );
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

/** Tensors that lie under one prefix in a file. */
export interface TensorGroup {
  /** With its '/'. */
  readonly prefix: string;
  readonly names: readonly string[];
}

/**
 * Sees that what can only be a mean of squares is not negative: its root would be no number.
 *
 * @throws RnpError RNP_WEIGHTS naming the tensor and the file
 */
export function checkNotNegative(
  file: Safetensors,
  names: readonly string[],
  path: string | undefined,
): void {
  for (const name of names) {
    const data = file.tensors.get(name)!.data as Float32Array;
    const bad = data.findIndex((value) => value < 0);
    if (bad === -1) continue;
    const problem = `${name}: entry ${bad} is ${data[bad]}, which no mean of squares is; the file is damaged. Copy it again`;
    throw new RnpError('RNP_WEIGHTS', problem, { path });
  }
}

const advice =
  'The config and the weights are of different models; use the two files that were saved together';

function firstBad(data: Float32Array): number {
  // Every weight of every file is looked at: findIndex, with a call for each, takes five times as long.
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i]!)) return i;
  return -1;
}

function others(names: readonly string[]): string {
  return names.length > 1 ? ` (and ${names.length - 1} more)` : '';
}
