import { RnpError } from '@rnp/errors';
import { prefixed, type Shapes, select } from '@rnp/nn';
import { checkSetting, integer, list, maxWidth, pairOfSides } from '../settingChecks.js';
import type { LeafDecoder } from './leafDecoder.js';
import type { LeafKind } from './leafKind.js';

/** The JSON form of the caller's own leaf decoder, which is passed beside the config. */
export interface CustomLeaf {
  readonly kind: 'custom';
  readonly patch: readonly [height: number, width: number];
  readonly shapes: Shapes;
}

/** Of a TensorFlow.js tensor, without the axis of programs. */
const maxRank = 5;
const maxWeights = 1024;
/** Keeps the names of the caller's weights apart from those of the recurrent cells. */
const group = 'leaf';

export const custom: LeafKind<CustomLeaf> = {
  fields: ['patch', 'shapes'],
  config: ({ patch, shapes }) => ({
    kind: 'custom',
    patch: pairOfSides(patch, 'leaf.patch'),
    shapes: checkedShapes(shapes),
  }),
  decoder: ({ patch, shapes }) => ({
    patch,
    shapes: prefixed(shapes, group),
    decode: () => {
      throw missingLeaf();
    },
  }),
};

/**
 * The setting for your own leaf decoder.
 *
 * @throws RnpError RNP_CONFIG if it is not a leaf decoder
 */
export function customLeaf(leaf: LeafDecoder): CustomLeaf {
  checkSetting.object('leaf', leaf);
  checkSetting.callable('leaf.decode', leaf.decode);
  return custom.config(leaf as unknown as Readonly<Record<string, unknown>>);
}

/** What is said where the config tells of a leaf decoder that is not given. */
export function missingLeaf(): RnpError {
  const problem = 'this decoder has a leaf of its own; pass it as `leaf`';
  return new RnpError('RNP_CONFIG', problem, { path: 'leaf' });
}

/** The caller's decoder with its weights' names as H_state has them. */
export function namedAsGenerated({ patch, shapes, decode }: LeafDecoder): LeafDecoder {
  return {
    patch,
    shapes: prefixed(shapes, group),
    decode: (weights, states) => decode(select(weights, group), states),
  };
}

function checkedShapes(value: unknown): Shapes {
  checkSetting.object('leaf.shapes', value);
  const names = Object.keys(value as object);
  if (names.length > maxWeights || names.includes('')) {
    const problem = `must name 0 to ${maxWeights} weights`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'leaf.shapes' });
  }
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>).map(([name, shape]) => {
      const path = `leaf.shapes["${name}"]`;
      return [name, list(shape, path, 1, maxRank, (side, at) => integer(side, at, 1, maxWidth))];
    }),
  );
}
