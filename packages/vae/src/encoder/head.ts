import {
  defaultEpsilon,
  dense,
  denseShapes,
  initDense,
  initLayerNorm,
  layerNorm,
  layerNormShapes,
  type Parameters,
  prefixed,
  type Random,
  type Shapes,
} from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import type { Posterior } from './encoder.js';

/** The end of both encoders: n × [Dense → LayerNorm → elu], then two dense heads (paper, Fig. 5B). */
export interface Head {
  /** Features that come in, after flattening. */
  readonly input: number;
  readonly layers: number;
  readonly width: number;
  readonly latent: number;
}

export function headShapes(head: Head): Shapes {
  const shapes = layersOf(head).map(({ name, norm, inputs, outputs }) => ({
    ...prefixed(denseShapes(inputs, outputs), name),
    ...(norm === null ? {} : prefixed(layerNormShapes(outputs), norm)),
  }));
  return Object.assign({}, ...shapes) as Shapes;
}

/** Glorot uniform kernels, zero biases, norms at the identity. */
export function initHead(head: Head, random: Random): Parameters {
  const layers = layersOf(head).map(({ name, norm, inputs, outputs }) => ({
    ...prefixed(initDense(inputs, outputs, random), name),
    ...(norm === null ? {} : prefixed(initLayerNorm(outputs), norm)),
  }));
  return Object.assign({}, ...layers) as Parameters;
}

interface HeadLayer {
  readonly name: string;
  /** What its layer norm is called, where one follows. */
  readonly norm: string | null;
  readonly inputs: number;
  readonly outputs: number;
}

/** In the order in which weights are drawn. */
function layersOf({ input, layers, width, latent }: Head): readonly HeadLayer[] {
  return [
    ...Array.from({ length: layers }, (_, i) => ({
      name: `dense${i + 1}`,
      norm: `norm${i + 1}`,
      inputs: i === 0 ? input : width,
      outputs: width,
    })),
    ...['mean', 'logVariance'].map((name) => ({ name, norm: null, inputs: width, outputs: latent })),
  ];
}

/** What its layers make of features: [b, input] → [b, width]. */
export function throughLayers(features: tf.Tensor2D, head: Head, parameters: Parameters): tf.Tensor2D {
  let x: tf.Tensor = features;
  for (let i = 1; i <= head.layers; i++) {
    const y = dense(x as tf.Tensor2D, parameters[`dense${i}/kernel`]!, parameters[`dense${i}/bias`]!);
    x = layerNorm(y, parameters[`norm${i}/gamma`]!, parameters[`norm${i}/beta`]!, defaultEpsilon, 'elu');
  }
  return x as tf.Tensor2D;
}

/** What the layers made → posterior [b, latent]. */
export function readPosterior(hidden: tf.Tensor2D, parameters: Parameters): Posterior {
  const read = (name: string): tf.Tensor2D =>
    dense(hidden, parameters[`${name}/kernel`]!, parameters[`${name}/bias`]!) as tf.Tensor2D;
  return { mean: read('mean'), logVariance: read('logVariance') };
}
