import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import { type InferOptions, requireLevels, wholeInferOptions } from '../infer/inferOptions.js';
import { minPrecision, type Precisions } from '../infer/precisions.js';
import type { Model } from '../model.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';

export interface TreeBoundsOptions {
  /** Of the generative model, 1/σ² from 1e-6 to 1e6; those left out are the model's own, or as by default where it has none. */
  readonly precisions?: Partial<Precisions>;
  /** Draws from each posterior; the more, the less a bound depends on them. */
  readonly samples?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

/** Options with none left out. */
export interface WholeTreeBoundsOptions extends Omit<Required<TreeBoundsOptions>, 'signal' | 'precisions'> {
  readonly precisions: Precisions;
  readonly signal?: AbortSignal;
}

/**
 * Its precisions are those of `infer`, ten times: the same trees have the least energy, and the top program comes from N(0, I), as in training
 * with the default β of 0.2. Quoted by docs/model.md, *Looking again*.
 */
const defaultTreeBoundsOptions = Object.freeze({
  precisions: Object.freeze({ pixels: 10, top: 1, states: 1, actions: 1 }) as Precisions,
  samples: 8,
  seed: 0,
});

/**
 * @param own precisions of the model in place of those by default
 * @throws RnpError RNP_CONFIG naming the option that is unknown or out of range
 */
export function wholeTreeBoundsOptions(
  path: string,
  options: TreeBoundsOptions,
  levels: number,
  own: Precisions | null = null,
): WholeTreeBoundsOptions {
  checkSetting.options(path, options, [], [...Object.keys(defaultTreeBoundsOptions), 'signal']);
  const { precisions = {}, samples = defaultTreeBoundsOptions.samples, seed, signal } = options;
  // As far as `infer` takes them.
  const inferred = wholeInferOptions(path, { precisions, ...(seed !== undefined && { seed }) });
  checkSetting.wholeNumber(`${path}.samples`, samples, 1);
  if (signal !== undefined) checkSetting.signal(`${path}.signal`, signal);
  const given = Object.entries(precisions).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    for (const one of [value].flat()) checkSetting.number(`${path}.precisions.${name}`, one, minPrecision);
  }
  const whole = { ...(own ?? defaultTreeBoundsOptions.precisions), ...Object.fromEntries(given) };
  requireLevels({ ...inferred, precisions: whole }, levels);
  return { precisions: whole, samples, seed: inferred.seed, ...(signal && { signal }) };
}

/**
 * Those of `evaluate`, whose signal stops bounds, too.
 *
 * @param inferred how the trees are found
 * @throws RnpError RNP_CONFIG for a model without parts, options out of range, or trees that may lack parts
 */
export function evaluatedBoundOptions(
  { network, precisions }: Model,
  bound: Omit<TreeBoundsOptions, 'signal'>,
  inferred: Pick<InferOptions, 'presence'> = {},
): WholeTreeBoundsOptions {
  requireParts(network);
  checkSetting.options('options.bound', bound, [], Object.keys(defaultTreeBoundsOptions));
  if (inferred.presence) {
    const problem = 'counts all parts, and with presence some may be absent; leave one of the two out';
    throw new RnpError('RNP_CONFIG', problem, { path: 'options.bound' });
  }
  const { childrenPerLevel } = (network as RnpNetwork).spec.config;
  return wholeTreeBoundsOptions('options.bound', bound, childrenPerLevel.length, precisions);
}
