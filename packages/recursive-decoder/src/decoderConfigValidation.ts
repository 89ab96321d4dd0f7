import { misfit, RnpError } from '@rnp/errors';
import { countOf } from '@rnp/nn';
import type { DecoderConfig, ImageShape } from './decoderConfig.js';
import { decoderSettings, type StructuredSetting } from './decoderSettings.js';
import { defaultDecoderConfig } from './defaultDecoderConfig.js';
import { leafConfig } from './leaf/leafKinds.js';
import { parameterShapes } from './parameterShapes.js';
import { instead, integer, list, maxSide } from './settingChecks.js';

/** A decoder's settings as a user gives them: every field is optional, and scaleOffset may be one number. */
export type DecoderOptions = Partial<Omit<DecoderConfig, 'scaleOffset'>> & {
  readonly scaleOffset?: number | readonly number[];
};

/** Deep trees explode (children^depth leaves); more than this is a slip of the pen. */
const maxDepth = 16;
const maxChildren = 256;
const maxLeaves = 1 << 20;
/** 1 GiB; a training holds it four times, and WASM has 4 GiB. */
const maxParameters = 1 << 28;
/** A part of a thousandth of its parent's size. */
const maxScaleOffset = 1000;

const fieldNames: ReadonlySet<string> = new Set([
  ...Object.keys(defaultDecoderConfig),
  ...Object.keys(decoderSettings),
]);

/**
 * Fills in the defaults and checks every field, also of data read from a file. The result holds only known
 * fields and is a deep copy, so that it can be written as JSON and compared.
 *
 * @throws RnpError RNP_CONFIG naming the field
 */
export function decoderConfig(options: DecoderOptions = {}): DecoderConfig {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new RnpError('RNP_CONFIG', 'give an object of settings', { path: '(whole)' });
  }
  for (const key of Object.keys(options)) {
    if (!fieldNames.has(key)) {
      throw new RnpError('RNP_CONFIG', `is no setting; there are ${[...fieldNames].join(', ')}`, {
        path: key,
      });
    }
  }
  const given: Record<string, unknown> = { ...defaultDecoderConfig };
  for (const [key, value] of Object.entries(options)) if (value !== undefined) given[key] = value;
  const childrenPerLevel = list(given.childrenPerLevel, 'childrenPerLevel', 1, maxDepth, (v, path) =>
    integer(v, path, 1, maxChildren),
  );
  if (childrenPerLevel.reduce((all, t) => all * t, 1) > maxLeaves) {
    throw new RnpError(
      'RNP_CONFIG',
      `makes more than ${maxLeaves} leaves an image; use fewer children or levels`,
      { path: 'childrenPerLevel' },
    );
  }
  const config = {
    imageShape: shapeOf(given.imageShape, 'imageShape'),
    childrenPerLevel,
    scaleOffset: scaleOffsets(options.scaleOffset, childrenPerLevel.length),
    leaf: leafConfig(given.leaf),
    ...described(given),
  };
  requireAlpha(config);
  requireGroundDrawn(config);
  checkSize(config);
  return config;
}

/** The fields that have a row, each one of the values that it describes; copied, as they may be the caller's lists. */
function described(given: Readonly<Record<string, unknown>>): Omit<DecoderConfig, StructuredSetting> {
  const fields = Object.entries(decoderSettings).flatMap(([path, { values }]) => {
    const value = given[path];
    if (value === undefined) return [];
    const complaint = misfit(value, values);
    if (complaint !== null) throw new RnpError('RNP_CONFIG', complaint, { path });
    return [[path, Array.isArray(value) ? [...value] : value] as const];
  });
  return Object.fromEntries(fields) as unknown as Omit<DecoderConfig, StructuredSetting>;
}

/** Refuses leaves that have no alpha to be laid over others by. */
function requireAlpha({ compositing, leaf }: DecoderConfig): void {
  if (compositing === 'sum' || leaf.kind !== 'primitives') return;
  const problem =
    "draws ink that has no alpha, and compositing 'over' needs one; take leaves of another kind (dense, convTranspose, or your own with c + 1 channels), or compositing 'sum'";
  throw new RnpError('RNP_CONFIG', problem, { path: 'leaf.kind' });
}

/** Refuses a ground that nothing would draw. */
function requireGroundDrawn({ compositing, ground }: DecoderConfig): void {
  if (compositing === 'over' || ground === 'none') return;
  const problem = `is '${ground}', and parts that are summed hide nothing, so that no ground is drawn; give compositing 'over', or leave it out`;
  throw new RnpError('RNP_CONFIG', problem, { path: 'ground' });
}

/** Refuses weights that no machine holds, before any is made, and names the setting that takes the most. */
function checkSize(config: DecoderConfig): void {
  const count = countOf(parameterShapes(config));
  if (count <= maxParameters) return;
  const sizes = [
    'latent',
    'hidden',
    'cellInput',
    'hyperHidden',
    'stateLayers',
    'policyLayers',
    'imageShape',
    'leaf',
  ] as const;
  const without = sizes.map((name) =>
    countOf(parameterShapes({ ...config, [name]: defaultDecoderConfig[name] })),
  );
  const name = sizes[without.indexOf(Math.min(...without))]!;
  throw new RnpError(
    'RNP_CONFIG',
    `makes ${count.toPrecision(2)} parameters (${((4 * count) / 2 ** 30).toPrecision(2)} GiB), more than ${maxParameters}; make it smaller`,
    { path: name },
  );
}

function scaleOffsets(value: unknown, depth: number): number[] {
  if (value === undefined) return new Array<number>(depth).fill(defaultDecoderConfig.scaleOffset[0]!);
  if (!Array.isArray(value)) return new Array<number>(depth).fill(offset(value, 'scaleOffset'));
  if (value.length !== depth) {
    throw new RnpError(
      'RNP_CONFIG',
      `has ${value.length} entries for ${depth} levels; give one per level, top first`,
      { path: 'scaleOffset' },
    );
  }
  return Array.from(value, (v, i) => offset(v, `scaleOffset[${i}]`));
}

function offset(value: unknown, path: string): number {
  if (typeof value === 'number' && Math.abs(value) <= maxScaleOffset) return value;
  throw new RnpError(
    'RNP_CONFIG',
    `must be a number from -${maxScaleOffset} to ${maxScaleOffset}${instead(value)}`,
    { path },
  );
}

function shapeOf(value: unknown, path: string): ImageShape {
  const [height, width, channels] = list(value, path, 3, 3, (v, p) => integer(v, p, 1, maxSide));
  if (height! < 2 || width! < 2)
    throw new RnpError('RNP_CONFIG', 'height and width must be at least 2', { path });
  return [height!, width!, channels!];
}
