// n images, h height, w width, c channels
import { RnpError, shown } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type Inference, type InferOptions, infer, isRnp, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { checkOption } from './checks.js';
import { asInk, chosen, halfSquaredErrors } from './slot.js';

/** Models of objects with different statistics, such as digits and garments; all of images of one shape. */
export type ObjectModels = readonly [Rnp, ...Rnp[]];

/** What an object is taken for. */
export interface Program {
  readonly tree: ParseTree;
  /** Position of the model that it is a program of. */
  readonly model: number;
}

/**
 * @param models one, or several
 * @throws RnpError RNP_CONFIG, naming the model, for none, another kind, and images of another shape than the first one's
 */
export function objectModels(models: Rnp | readonly Rnp[]): ObjectModels {
  if (!Array.isArray(models)) return [objectModel('model', models as Rnp)];
  checkOption.list('models', models, (path, model) => objectModel(path, model as Rnp));
  if (models.length === 0) throw new RnpError('RNP_CONFIG', 'must have a model at least', { path: 'models' });
  const shape = String(models[0]!.network.imageShape);
  models.forEach((model, i) => {
    const own = String(model.network.imageShape);
    if (own === shape) return;
    const complaint = `is of images of [${own}], models[0] of [${shape}]; objects of one scene need models of one shape`;
    throw new RnpError('RNP_CONFIG', complaint, { path: `models[${i}]` });
  });
  return models as unknown as ObjectModels;
}

function objectModel(path: string, model: Rnp): Rnp {
  if (isRnp(model)) {
    const { ground, compositing } = model.config;
    if (ground === 'none' || compositing === 'sum') return model;
    const complaint = `has ground '${ground}', and objects of a scene have none of their own; take a model with ground 'none'`;
    throw new RnpError('RNP_CONFIG', complaint, { path });
  }
  // What loadModel of @rnp/models gives holds one.
  const hint = isRnp((model as { readonly model?: unknown } | null)?.model) ? '; give its .model' : '';
  const complaint = `must be a recursive neural program of single objects, not ${shown(model)}${hint}`;
  throw new RnpError('RNP_CONFIG', complaint, { path });
}

/** Images as models draw them. */
export interface Drawn {
  /** [n, h, w, c] */
  readonly drawings: tf.Tensor4D;
  /** [n], positions of the models that draw them. */
  readonly by: tf.Tensor1D;
}

/** Each image as the model draws it that draws it best at one look. The caller owns the tensors. */
export function bestDrawn(models: ObjectModels, images: tf.Tensor4D): Drawn {
  return tf.tidy(() => {
    const each = models.map((model) => asInk(model.reconstruct(images)));
    const errors = each.map((drawings) => halfSquaredErrors(images, drawings));
    const by = tf.argMin(tf.stack(errors), 0) as tf.Tensor1D;
    const drawings = each.reduce((best, next, i) => chosen(tf.equal(by, i) as tf.Tensor1D, next, best));
    return { drawings, by };
  }) as unknown as Drawn;
}

/**
 * The programs that `bestDrawn` drew these images by.
 *
 * @param images [n, h, w, c]
 * @param by [n], positions of the models
 */
export async function programsBy(
  models: ObjectModels,
  images: tf.Tensor4D,
  by: readonly number[],
): Promise<readonly Program[]> {
  const programs: Program[] = new Array(by.length);
  for (const [model, of] of models.entries()) {
    const rows = [...by.keys()].filter((row) => by[row] === model);
    if (rows.length === 0) continue;
    const own = tf.tidy(() => tf.gather(images, tf.tensor1d(rows, 'int32')));
    try {
      const { trees } = await infer(of, own, { steps: 0 });
      rows.forEach((row, i) => {
        programs[row] = { tree: trees[i]!, model };
      });
    } finally {
      own.dispose();
    }
  }
  return programs;
}

/**
 * The programs of images, each of the model whose energy is least: how well the image is drawn, and how probable the program is that draws it.
 *
 * @returns one of each image, and what they draw, [n][h·w·c]
 */
export async function bestPrograms(
  models: ObjectModels,
  images: tf.Tensor4D,
  options: Pick<InferOptions, 'steps' | 'signal'>,
): Promise<{ readonly programs: readonly Program[]; readonly drawings: readonly Float32Array[] }> {
  const found: Inference[] = [];
  for (const model of models) found.push(await infer(model, images, options));
  const bests = found[0]!.trees.map((_, row) => {
    const energies = found.map((one) => one.energies[row]!.total);
    return energies.indexOf(Math.min(...energies));
  });
  return {
    programs: bests.map((model, row) => ({ tree: found[model]!.trees[row]!, model })),
    drawings: bests.map((model, row) => found[model]!.drawings[row]!),
  };
}
