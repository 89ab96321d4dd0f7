// z latent, a = 6 action, g gates of the cell, h w c patch

import { cellGates } from '@rnp/hypernet';
import type { Shapes } from '@rnp/nn';
import { type DecoderConfig, patchShape } from './decoderConfig.js';

/** scaleX, rotation, shear, scaleY, translateX, translateY. */
export const actionSize = 6;

/** Channels and side of the map that the transposed convolutions start from. */
export const convTransposeStart: { readonly side: number; readonly channels: number } = Object.freeze({
  side: 10,
  channels: 4,
});

/** The transposed convolutions after z → 400 (elu), in order; the last one's channels are the image's. */
export const convTransposeLayers: readonly {
  readonly kernel: number;
  readonly stride: number;
  readonly pad: number;
}[] = Object.freeze([
  { kernel: 5, stride: 1, pad: 0 },
  { kernel: 4, stride: 2, pad: 2 },
  { kernel: 4, stride: 2, pad: 2 },
]);

const convTransposeWidth = 32;

/** The patch decoder D that H_state generates, by the leaf's kind. With the embedding generator D reads [z, program]. */
export function patchDecoderShapes(config: DecoderConfig): Shapes {
  const [h, w, c] = patchShape(config);
  const input = config.latent + extraInput(config);
  if (config.leaf.kind === 'convTranspose') {
    const { side, channels } = convTransposeStart;
    const shapes: Record<string, readonly number[]> = mlpLayer('decoder1', input, side * side * channels);
    let from = channels;
    convTransposeLayers.forEach(({ kernel }, i) => {
      const to = i === convTransposeLayers.length - 1 ? c : convTransposeWidth;
      shapes[`decoder${i + 2}/kernel`] = [kernel, kernel, to, from];
      shapes[`decoder${i + 2}/bias`] = [to];
      from = to;
    });
    return shapes;
  }
  const output = config.leaf.kind === 'primitives' ? config.leaf.images.length * c : h * w * c;
  return { ...mlpLayer('decoder1', input, config.hidden), ...mlpLayer('decoder2', config.hidden, output) };
}

/** The recurrent part of the state module (docs/model.md, *One level*): encoder, cell, first state. */
export function stateCoreShapes(config: DecoderConfig): Shapes {
  return { ...recurrentShapes(config), initialState: [config.latent] };
}

/** Everything H_policy generates: encoder, cell, action decoder, first action. */
export function policyShapes(config: DecoderConfig): Shapes {
  return {
    ...recurrentShapes(config),
    ...mlpLayer('action', config.latent, actionSize),
    initialAction: [actionSize],
  };
}

/** Everything H_state generates, the patch decoder included. */
export function stateShapes(config: DecoderConfig): Shapes {
  return { ...stateCoreShapes(config), ...patchDecoderShapes(config) };
}

function recurrentShapes(config: DecoderConfig): Shapes {
  const { latent, hidden, cellInput, cell } = config;
  const gates = cellGates[cell];
  const [h, w, c] = patchShape(config);
  const seen = config.feedback === 'image' ? h * w * c : latent;
  return {
    ...mlpLayer('encoder1', seen + actionSize + extraInput(config), hidden),
    ...mlpLayer('encoder2', hidden, cellInput),
    'cell/recurrentKernel': [latent, gates * latent],
    'cell/kernel': [cellInput, gates * latent],
    'cell/bias': [gates * latent],
    'cell/initial': [latent],
    ...(cell === 'lstm' ? { 'cell/initialMemory': [latent] } : {}),
  };
}

/** Shared networks know their program only by reading it. */
function extraInput(config: DecoderConfig): number {
  return config.generator === 'embedding' ? config.latent : 0;
}

function mlpLayer(name: string, from: number, to: number): Record<string, readonly number[]> {
  return { [`${name}/kernel`]: [from, to], [`${name}/bias`]: [to] };
}
