import { dense, glorotUniform, type Parameters, type Random, type Shapes } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from './checks.js';
import { type EncoderName, encoderNames, namedEncoder } from './encoder/namedEncoder.js';
import { ModelError } from './errors.js';
import { requireImageShape } from './imageShape.js';
import { initWeights } from './initWeights.js';
import { Model } from './model.js';
import type { Decoded, Decoder, Network } from './network.js';
import { ofConfig } from './ofConfig.js';
import { type NoiseScale, requireNoiseScale } from './posterior.js';
import type { Weights } from './weights.js';

/** The baseline of Fig. 4A: a convolutional VAE, if wanted with given images as its last layer's fixed filters. */
export interface ConvVaeConfig {
  readonly imageShape: readonly [number, number, number];
  readonly latent: number;
  readonly encoder: EncoderName;
  readonly noiseScale: NoiseScale;
  /** Width of the dense layer after z. */
  readonly hidden: number;
  /** Channels at a quarter and at half of the image's size; with primitives the second is their number. */
  readonly channels: readonly [number, number];
  /** [n][h][w]: fixed filters of the last layer; null for trained 4×4 filters. */
  readonly primitives: readonly (readonly (readonly number[])[])[] | null;
}

export const defaultConvVaeConfig: ConvVaeConfig = Object.freeze({
  imageShape: Object.freeze([28, 28, 1]) as readonly [number, number, number],
  latent: 16,
  encoder: 'light',
  noiseScale: 'deviation',
  hidden: 64,
  channels: Object.freeze([32, 16]) as readonly [number, number],
  primitives: null,
});

/** Filter side of the trained transposed convolutions. */
const filterSide = 4;

export interface ConvVaeNetwork extends Network {
  readonly config: ConvVaeConfig;
}

/** The baseline's network. @throws ModelError RNP_CONFIG naming the setting */
export function convVaeNetwork(config: ConvVaeConfig): ConvVaeNetwork {
  checkConfig(config);
  return ofConfig({
    config,
    imageShape: config.imageShape,
    latent: config.latent,
    noiseScale: config.noiseScale,
    encoder: namedEncoder(config.encoder, config.imageShape, config.latent),
    decoder: convDecoder(config),
  });
}

/** A convolutional VAE with fresh weights from `seed`, or with the given ones. */
export function createConvVae(
  config: Partial<ConvVaeConfig> = {},
  made: { readonly seed?: number; readonly weights?: Weights } = {},
): Model<ConvVaeNetwork> {
  checkSetting.options('options', made, [], ['seed', 'weights']);
  const { seed = 1, weights } = made;
  checkSetting.object('config', config);
  const network = convVaeNetwork({ ...defaultConvVaeConfig, ...config });
  return new Model(network, weights ?? initWeights(network, seed));
}

function checkConfig(config: ConvVaeConfig): void {
  checkSetting.options('config', config, Object.keys(defaultConvVaeConfig));
  requireImageShape('imageShape', config.imageShape);
  checkSetting.numbers('channels', config.channels, 2);
  const whole = (name: string, value: number): void => checkSetting.wholeNumber(name, value, 1);
  for (const [i, size] of config.channels.entries()) whole(`channels[${i}]`, size);
  whole('latent', config.latent);
  whole('hidden', config.hidden);
  checkSetting.choice('encoder', config.encoder, encoderNames);
  requireNoiseScale('noiseScale', config.noiseScale);
  if (config.primitives !== null) requirePrimitives(config.primitives);
}

/** @throws ModelError RNP_CONFIG unless these are images of one size, at least one */
function requirePrimitives(primitives: NonNullable<ConvVaeConfig['primitives']>): void {
  checkSetting.list('primitives', primitives, (path, image) =>
    checkSetting.list(path, image, (row, values) =>
      checkSetting.numbers(row, values, primitives[0]?.[0]?.length),
    ),
  );
  const rows = primitives[0]?.length ?? 0;
  if (rows === 0 || primitives.some((image) => image.length !== rows)) {
    throw new ModelError('RNP_CONFIG', 'must be images of one size, at least one', 'primitives');
  }
}

/**
 * z → Dense (elu) → Dense (relu) at a quarter of the size → two transposed convolutions, stride 2, with relu between them
 * unless the second one's filters are given.
 */
function convDecoder(config: ConvVaeConfig): Decoder {
  const { imageShape, latent, hidden, primitives } = config;
  const [height, width, channels] = imageShape;
  const half = [Math.ceil(height / 2), Math.ceil(width / 2)] as const;
  const quarter = [Math.ceil(half[0] / 2), Math.ceil(half[1] / 2)] as const;
  const [wide, given] = config.channels;
  // Each primitive is drawn once per colour channel, with a gain of its own.
  const narrow = primitives === null ? given : primitives.length * channels;
  const start = quarter[0] * quarter[1] * wide;
  const shapes: Shapes = {
    'dense1/kernel': [latent, hidden],
    'dense1/bias': [hidden],
    'dense2/kernel': [hidden, start],
    'dense2/bias': [start],
    'up1/kernel': [filterSide, filterSide, narrow, wide],
    'up1/bias': [narrow],
    ...(primitives === null
      ? { 'up2/kernel': [filterSide, filterSide, channels, narrow], 'up2/bias': [channels] }
      : {}),
  };
  return {
    shapes,
    normed: [],
    init: (random: Random): Parameters =>
      Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, initial(shape, random)])),
    decode: (parameters, program): Decoded => {
      const batch = program.shape[0];
      const layer = (x: tf.Tensor2D, name: string): tf.Tensor =>
        dense(x, parameters[`${name}/kernel`]!, parameters[`${name}/bias`]!);
      const x = tf.relu(layer(tf.elu(layer(program, 'dense1')) as tf.Tensor2D, 'dense2'));
      const small = tf.reshape(x, [batch, ...quarter, wide]) as tf.Tensor4D;
      const up = (
        y: tf.Tensor4D,
        filter: tf.Tensor4D,
        size: readonly [number, number],
        depth: number,
      ): tf.Tensor4D => tf.conv2dTranspose(y, filter, [batch, size[0], size[1], depth], 2, 'same');
      const amounts = tf.add(
        up(small, parameters['up1/kernel'] as tf.Tensor4D, half, narrow),
        parameters['up1/bias']!,
      ) as tf.Tensor4D;
      // Given images may be subtracted, too: a line that always lies the same way draws little else without.
      const middle = primitives === null ? tf.relu(amounts) : amounts;
      const canvas =
        primitives === null
          ? tf.add(
              up(middle, parameters['up2/kernel'] as tf.Tensor4D, [height, width], channels),
              parameters['up2/bias']!,
            )
          : up(middle, primitiveFilter(primitives, channels), [height, width], channels);
      return { canvas: canvas as tf.Tensor4D, tree: null };
    },
  };
}

/** Glorot uniform kernels, zero biases. */
function initial(shape: readonly number[], random: Random): tf.Tensor {
  if (shape.length === 1) return tf.zeros([...shape]);
  const area = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return glorotUniform(shape, area * shape.at(-2)!, area * shape.at(-1)!, random);
}

/** [h, w, channels, n·channels], primitive i reaches channel j only from input i·channels + j. */
function primitiveFilter(images: readonly (readonly (readonly number[])[])[], channels: number): tf.Tensor4D {
  const [count, rows, columns] = [images.length, images[0]!.length, images[0]![0]!.length];
  const filter = tf.buffer([rows, columns, channels, count * channels], 'float32');
  images.forEach((image, i) => {
    image.forEach((row, y) => {
      row.forEach((value, x) => {
        for (let channel = 0; channel < channels; channel++)
          filter.set(value, y, x, channel, i * channels + channel);
      });
    });
  });
  return filter.toTensor() as tf.Tensor4D;
}
