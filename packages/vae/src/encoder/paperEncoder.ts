import { RnpError } from '@rnp/errors';
import {
  type Convolution,
  convolutionRunningShapes,
  convolutionShapes,
  convolve,
  convolvedSize,
  initConvolution,
  prefixed,
  type Random,
  select,
} from '@rnp/nn';
import { joinedAverages } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { requireImageShape } from '../imageShape.js';
import { type Head, headShapes, initHead, throughLayers } from './head.js';
import { type LayeredEncoder, layered } from './layeredEncoder.js';

const channelsPerLayer = 32;
const blockCount = 4;

/**
 * The paper's encoder (Methods; docs/model.md): 4 × [conv 5×5, 32 channels, valid → batch norm → relu], 4 residual
 * blocks (two 3×3 convolutions with batch norm), flatten, 4 × [Dense 128 → LayerNorm → elu], two heads. The
 * paper's text says three dense layers; the authors' code has four, which is taken here.
 *
 * @param imageShape [h, w, c], at least 17 pixels a side
 * @throws RnpError RNP_CONFIG when the image is too small for four valid 5×5 convolutions
 */
export function paperEncoder(imageShape: readonly [number, number, number], latent: number): LayeredEncoder {
  requireImageShape('imageShape', imageShape);
  checkSetting.wholeNumber('latent', latent, 1);
  const stem: readonly Convolution[] = Array.from({ length: 4 }, (_, i) => ({
    kernel: 5,
    stride: 1,
    pad: 0,
    input: i === 0 ? imageShape[2] : channelsPerLayer,
    output: channelsPerLayer,
  }));
  const residual: Convolution = {
    kernel: 3,
    stride: 1,
    pad: 1,
    input: channelsPerLayer,
    output: channelsPerLayer,
  };
  const side = (size: number): number => stem.reduce((s, conv) => convolvedSize(conv, s), size);
  const [height, width] = [side(imageShape[0]), side(imageShape[1])];
  if (height < 1 || width < 1) {
    throw new RnpError('RNP_CONFIG', 'the paper encoder needs images of at least 17×17; use "light"', {
      path: 'encoder',
    });
  }
  const head: Head = { input: height * width * channelsPerLayer, layers: 4, width: 128, latent };
  const layers: readonly (readonly [string, Convolution])[] = [
    ...stem.map((conv, i) => [`conv${i + 1}`, conv] as const),
    ...Array.from({ length: blockCount }, (_, i) =>
      [1, 2].map((j) => [`block${i + 1}/conv${j}`, residual] as const),
    ).flat(),
  ];
  return layered({
    width: head.width,
    shapes: Object.assign(
      {},
      ...layers.map(([name, conv]) => prefixed(convolutionShapes(conv), name)),
      headShapes(head),
    ),
    runningShapes: Object.assign(
      {},
      ...layers.map(([name, conv]) => prefixed(convolutionRunningShapes(conv), name)),
    ),
    init: (random: Random) => {
      const made = layers.map(([name, conv]) => [name, initConvolution(conv, random)] as const);
      return {
        parameters: Object.assign(
          {},
          ...made.map(([name, l]) => prefixed(l.parameters, name)),
          initHead(head, random),
        ),
        runningStatistics: Object.assign({}, ...made.map(([name, l]) => prefixed(l.runningStatistics, name))),
      };
    },
    hiddenOf: (parameters, runningStatistics, images, training, gather) => {
      const running: Record<string, tf.Tensor> = {};
      const averages = joinedAverages();
      const layer = (
        x: tf.Tensor4D,
        name: string,
        conv: Convolution,
        residual?: tf.Tensor4D,
      ): tf.Tensor4D => {
        const given = residual ? { residual } : {};
        const options = { training, activation: 'relu', gather, averages, ...given } as const;
        const y = convolve(x, conv, select(parameters, name), select(runningStatistics, name), options);
        Object.assign(running, prefixed(y.runningStatistics, name));
        return y.output;
      };
      let x = images;
      stem.forEach((conv, i) => {
        x = layer(x, `conv${i + 1}`, conv);
      });
      for (let i = 1; i <= blockCount; i++) {
        const inner = layer(x, `block${i}/conv1`, residual);
        x = layer(inner, `block${i}/conv2`, residual, x);
      }
      const features = tf.reshape(x, [x.shape[0], head.input]) as tf.Tensor2D;
      return {
        hidden: throughLayers(features, head, parameters),
        runningStatistics: averages.mixed(running),
      };
    },
  });
}
