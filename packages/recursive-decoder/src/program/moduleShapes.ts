import { cellGates } from '@rnp/hypernet';
import type { Shapes } from '@rnp/nn';
import type { DecoderConfig } from '../decoderConfig.js';
import { patchDecoder, patchShape } from '../leaf/patchDecoder.js';
import {
  actionSize,
  type ModuleField,
  type ModuleSizes,
  policyFields,
  recurrentFields,
  stateFields,
} from './moduleLayout.generated.js';

/** The recurrent part of the state module (docs/model.md, *One level*): encoder, cell, first state. */
export function stateCoreShapes(config: DecoderConfig): Shapes {
  return shapesOf([...recurrentFields, ...stateFields], config);
}

/** Everything H_policy generates: encoder, cell, action decoder, first action. */
export function policyShapes(config: DecoderConfig): Shapes {
  return shapesOf([...recurrentFields, ...policyFields], config);
}

/** Everything H_state generates, the patch decoder included. */
export function stateShapes(config: DecoderConfig): Shapes {
  return { ...stateCoreShapes(config), ...patchDecoder(config).shapes };
}

function shapesOf(fields: readonly ModuleField[], config: DecoderConfig): Shapes {
  const all = sizesOf(config);
  return Object.fromEntries(
    fields
      .filter(([, , cell]) => cell === undefined || cell === config.cell)
      .map(([name, sizes]) => [name, sizes.map((letter) => all[letter])]),
  );
}

function sizesOf(config: DecoderConfig): ModuleSizes {
  const { latent, hidden, cellInput, cell, feedback, generator } = config;
  const [height, width, channels] = patchShape(config);
  const seen = feedback === 'image' ? height * width * channels : latent;
  // Shared networks know their program only by reading it.
  const program = generator === 'embedding' ? latent : 0;
  return {
    i: seen + actionSize + program,
    h: hidden,
    c: cellInput,
    z: latent,
    g: cellGates[cell] * latent,
    a: actionSize,
  };
}
