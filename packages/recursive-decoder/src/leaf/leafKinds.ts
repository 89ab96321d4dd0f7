import { RnpError } from '@rnp/errors';
import { checkSetting } from '../settingChecks.js';
import { type ConvTransposeLeaf, convTranspose } from './convTranspose.js';
import { type CustomLeaf, custom, customLeaf, namedAsGenerated } from './custom.js';
import { type DenseLeaf, dense } from './dense.js';
import type { LeafDecoder } from './leafDecoder.js';
import type { LeafKind, LeafSizes } from './leafKind.js';
import { type PrimitivesLeaf, primitives } from './primitives.js';

export type LeafConfig = DenseLeaf | ConvTransposeLeaf | PrimitivesLeaf | CustomLeaf;

/** Every kind of leaf by its name in the config: a new one is a file here and a line. */
const leafKinds: { readonly [K in LeafConfig['kind']]: LeafKind<Extract<LeafConfig, { readonly kind: K }>> } =
  { dense, convTranspose, primitives, custom };

/**
 * The setting `leaf`, checked, also where it comes from a file.
 *
 * @throws RnpError RNP_CONFIG naming the field
 */
export function leafConfig(value: unknown): LeafConfig {
  if (typeof value !== 'object' || value === null) {
    const problem = "give { kind: 'dense', patch: [h, w] }, { kind: 'convTranspose' } or primitives";
    throw new RnpError('RNP_CONFIG', problem, { path: 'leaf' });
  }
  const leaf = value as Readonly<Record<string, unknown>>;
  const kind = kindOf(leaf.kind);
  checkSetting.options('leaf', leaf, ['kind'], kind.fields);
  return kind.config(leaf);
}

/**
 * The decoder that a checked setting stands for.
 *
 * @param own the caller's, where the setting says `custom`
 * @throws RnpError RNP_CONFIG when `own` is not the one that the setting tells of
 */
export function leafDecoderOf(leaf: LeafConfig, sizes: LeafSizes, own?: LeafDecoder): LeafDecoder {
  if (own === undefined) return kindOf(leaf.kind).decoder(leaf, sizes);
  const given = JSON.stringify(sorted(customLeaf(own)));
  if (leaf.kind !== 'custom') {
    const problem = `the config says that leaves are '${leaf.kind}'; leave it out, or make the config with customLeaf`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'leaf' });
  }
  const wanted = JSON.stringify(sorted(leaf));
  if (given === wanted) return namedAsGenerated(own);
  throw new RnpError('RNP_CONFIG', `is not that of the config: ${given} where ${wanted} is needed`, {
    path: 'leaf',
  });
}

function kindOf(name: unknown): LeafKind<LeafConfig> {
  if (typeof name === 'string' && Object.hasOwn(leafKinds, name)) {
    return leafKinds[name as LeafConfig['kind']] as unknown as LeafKind<LeafConfig>;
  }
  const names = Object.keys(leafKinds).join(', ');
  throw new RnpError('RNP_CONFIG', `must be one of ${names}`, { path: 'leaf.kind' });
}

/** Weights go by name, in whatever order they stand. */
function sorted({ patch, shapes }: CustomLeaf): unknown {
  return { patch, shapes: Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1))) };
}
