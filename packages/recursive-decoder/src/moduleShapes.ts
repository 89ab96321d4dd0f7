// z latent, a = 6 action, g gates of the cell, h w c patch

import { cellGates } from '@rnp/hypernet';
import type { Shapes } from '@rnp/nn';
import type { DecoderConfig } from './decoderConfig.js';
import { denseShapes } from './generatedDense.js';
import { patchDecoder, patchShape } from './patchDecoder.js';

/** scaleX, rotation, shear, scaleY, translateX, translateY. */
export const actionSize = 6;

/** The recurrent part of the state module (docs/model.md, *One level*): encoder, cell, first state. */
export function stateCoreShapes(config: DecoderConfig): Shapes {
  return { ...recurrentShapes(config), initialState: [config.latent] };
}

/** Everything H_policy generates: encoder, cell, action decoder, first action. */
export function policyShapes(config: DecoderConfig): Shapes {
  return {
    ...recurrentShapes(config),
    ...denseShapes('action', config.latent, actionSize),
    initialAction: [actionSize],
  };
}

/** Everything H_state generates, the patch decoder included. */
export function stateShapes(config: DecoderConfig): Shapes {
  return { ...stateCoreShapes(config), ...patchDecoder(config).shapes };
}

function recurrentShapes(config: DecoderConfig): Shapes {
  const { latent, hidden, cellInput, cell } = config;
  const gates = cellGates[cell];
  const [h, w, c] = patchShape(config);
  const seen = config.feedback === 'image' ? h * w * c : latent;
  return {
    ...denseShapes('encoder1', seen + actionSize + extraInput(config), hidden),
    ...denseShapes('encoder2', hidden, cellInput),
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
