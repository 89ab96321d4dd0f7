import { RnpError } from '@rnp/errors';
import { createRandom, glorotUniform, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { type Looks, levelsOf } from '../encoder/looks.js';
import { looksAt } from '../encoder/recursiveEncoder.js';
import { Model } from '../model.js';
import { requireRnp } from '../requireModel.js';
import type { Rnp } from '../rnp/rnp.js';
import { rnpConfig } from '../rnp/rnpConfig.js';
import { rnpNetwork } from '../rnp/rnpNetwork.js';
import { seedStreams } from '../seedStreams.js';
import { expectedShapes } from '../weightShapes.js';

export interface WithLooksOptions {
  /** What the encoder is to look at beside images: `parts` or `all`. */
  readonly looks: Exclude<Looks, 'top'>;
  /** Seeds the weights that are new. */
  readonly seed: number;
}

/**
 * A model that looks at parts, with all weights of one that looks at images alone: it says of images what that one says, and corrects no part
 * before it is trained. Train it with `frozen: ['decoder/']`, and its hypernetworks do not change by a bit.
 *
 * @returns a model with copies; the given one stays as it is. The caller owns both
 * @throws RnpError RNP_CONFIG when the model has an encoder of its own, or looks at parts already
 *
 * @example
 * const looking = withLooks(model, { looks: 'parts', seed: 1 });
 * for await (const event of train(looking, data, { steps: 1000, frozen: ['decoder/'] })) console.log(event.type);
 */
export function withLooks(model: Rnp, options: WithLooksOptions): Rnp {
  requireRnp(model);
  checkSetting.options('options', options, ['looks', 'seed']);
  const { looks, seed } = options;
  checkSetting.choice('options.looks', looks, ['parts', 'all']);
  checkSetting.wholeNumber('options.seed', seed, Number.MIN_SAFE_INTEGER);
  if (model.config.looks !== 'top') {
    throw new RnpError('RNP_CONFIG', 'looks at parts already; train it on', { path: 'model' });
  }
  const network = rnpNetwork(rnpConfig({ ...model.config, looks }), { leaf: model.network.leaf });
  const shapes = expectedShapes(network);
  const { parameters, runningStatistics } = model.weights;
  const random = createRandom(seed, seedStreams.weights);
  const made = Object.entries(shapes.parameters).map(([name, shape]): readonly [string, tf.Tensor] => {
    const old = parameters[name];
    if (old === undefined) return [name, tf.zeros([...shape])];
    if (String(old.shape) === String(shape)) return [name, tf.clone(old)];
    const wider = tf.tidy(() => {
      const [height, width, inputs, outputs] = shape as [number, number, number, number];
      const added = inputs - old.shape[2]!;
      const area = height * width;
      const rest = glorotUniform([height, width, added, outputs], area * inputs, area * outputs, random);
      return tf.concat([old, rest], 2);
    });
    return [name, wider];
  });
  const levels = levelsOf(looks, model.config.childrenPerLevel.length);
  const averages = averagesOf(runningStatistics, levels);
  return new Model(network, { parameters: Object.fromEntries(made), runningStatistics: averages });
}

/** Those of images, and of the looks at so many levels, which begin with the same. */
function averagesOf(ofImages: Parameters, levels: number): Parameters {
  const places = ['', ...Array.from({ length: levels }, (_, level) => `${looksAt(level)}/`)];
  return Object.fromEntries(
    places.flatMap((place) =>
      Object.entries(ofImages).map(([name, tensor]) => [`${place}${name}`, tf.clone(tensor)] as const),
    ),
  );
}
