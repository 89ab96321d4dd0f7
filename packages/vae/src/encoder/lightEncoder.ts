import {
  type Convolution,
  convolutionRunningShapes,
  convolutionShapes,
  convolve,
  convolvedSize,
  initConvolution,
  type Parameters,
  prefixed,
  type Random,
  type Shapes,
  select,
} from '@rnp/nn';
import { joinedAverages } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { requireImageShape } from '../imageShape.js';
import { type Head, headShapes, initHead, throughLayers } from './head.js';
import { type LayeredEncoder, layered } from './layeredEncoder.js';

/** Largest side of the map that is flattened; on more the first dense layer would hold most of the encoder's weights. */
const mapSide = 8;

/**
 * The quick start's encoder (docs/model.md, *The encoders*): twice [conv 3×3, stride 2, one pixel of padding on
 * every side → batch norm → relu] with 32 and 64 channels, and again with 64 until no side is above 8 (never for images
 * up to 32×32), flatten, 2 × [Dense 128 → LayerNorm → elu], heads.
 *
 * @param imageShape [h, w, c]
 * @throws RnpError RNP_CONFIG for invalid sizes
 */
export function lightEncoder(imageShape: readonly [number, number, number], latent: number): LayeredEncoder {
  requireImageShape('imageShape', imageShape);
  checkSetting.wholeNumber('latent', latent, 1);
  const convolutions: Convolution[] = [
    { kernel: 3, stride: 2, pad: 1, input: imageShape[2], output: 32 },
    { kernel: 3, stride: 2, pad: 1, input: 32, output: 64 },
  ];
  const side = (size: number): number => convolutions.reduce((s, conv) => convolvedSize(conv, s), size);
  while (Math.max(side(imageShape[0]), side(imageShape[1])) > mapSide) {
    convolutions.push({ kernel: 3, stride: 2, pad: 1, input: 64, output: 64 });
  }
  const head: Head = { input: side(imageShape[0]) * side(imageShape[1]) * 64, layers: 2, width: 128, latent };
  return layered({
    width: head.width,
    shapes: merge(
      convolutions.map((c, i) => prefixed(convolutionShapes(c), `conv${i + 1}`)),
      headShapes(head),
    ),
    runningShapes: merge(convolutions.map((c, i) => prefixed(convolutionRunningShapes(c), `conv${i + 1}`))),
    init: (random: Random) => {
      const layers = convolutions.map((conv) => initConvolution(conv, random));
      return {
        parameters: merge(
          layers.map((layer, i) => prefixed(layer.parameters, `conv${i + 1}`)),
          initHead(head, random),
        ),
        runningStatistics: merge(layers.map((layer, i) => prefixed(layer.runningStatistics, `conv${i + 1}`))),
      };
    },
    hiddenOf: (parameters, runningStatistics, images, training, gather) => {
      let x = images;
      const running: Parameters[] = [];
      const averages = joinedAverages();
      convolutions.forEach((conv, i) => {
        const name = `conv${i + 1}`;
        const options = { training, activation: 'relu', gather, averages } as const;
        const y = convolve(x, conv, select(parameters, name), select(runningStatistics, name), options);
        x = y.output;
        running.push(prefixed(y.runningStatistics, name));
      });
      const features = tf.reshape(x, [x.shape[0], head.input]) as tf.Tensor2D;
      return {
        hidden: throughLayers(features, head, parameters),
        runningStatistics: averages.mixed(merge(running)),
      };
    },
  });
}

function merge<T extends Parameters | Shapes>(records: readonly T[], more?: T): T {
  return Object.assign({}, ...records, more) as T;
}
