import { RnpError } from '@rnp/errors';
import { check } from './options.js';

/** The parameters of a map, see `tsne` and `umap`. */
export type MapParameters = TsneParameters | UmapParameters;

export interface TsneParameters {
  readonly method: 'tsne';
  readonly seed: number;
  readonly perplexity: number;
  readonly iterations: number;
  readonly exaggeration: number;
}

export interface UmapParameters {
  readonly method: 'umap';
  readonly seed: number;
  readonly neighbours: number;
  readonly minDistance: number;
  readonly curve: UmapCurve;
}

/** The similarity of two places of a UMAP, 1 / (1 + a·distance^(2b)); it follows from `minDistance`. */
export interface UmapCurve {
  readonly a: number;
  readonly b: number;
}

/** Each point attends to so many of the others at most: a third of them. */
export function maxPerplexity(points: number): number {
  return (points - 1) / 3;
}

/** Each point has so many neighbours at most. */
export function maxNeighbours(points: number): number {
  return points - 1;
}

/** @throws RnpError RNP_CONFIG for more than so many points can have */
export function requirePossible(
  path: string,
  parameters: { readonly perplexity: number } | { readonly neighbours: number },
  points: number,
): void {
  const [name, value, max] =
    'perplexity' in parameters
      ? (['perplexity', parameters.perplexity, maxPerplexity(points)] as const)
      : (['neighbours', parameters.neighbours, maxNeighbours(points)] as const);
  if (value <= max) return;
  const most = Math.floor(100 * max) / 100;
  throw new RnpError(
    'RNP_CONFIG',
    `is ${value}, and ${points} points can have ${most} at most; give less, or more points`,
    {
      path: `${path}.${name}`,
    },
  );
}

/** @throws RnpError RNP_CONFIG */
export function checkMapParameters(path: string, value: unknown): asserts value is MapParameters {
  check.object(path, value);
  const { method } = value as Partial<MapParameters>;
  check.choice(`${path}.method`, method, ['tsne', 'umap']);
  if (method === 'tsne') checkTsneParameters(path, value as TsneParameters);
  else checkUmapParameters(path, value as UmapParameters);
}

/** @throws RnpError RNP_CONFIG */
export function checkTsneParameters(path: string, parameters: TsneParameters): void {
  const { seed, perplexity, iterations, exaggeration } = parameters;
  check.options(path, parameters, ['method', 'seed', 'perplexity', 'iterations', 'exaggeration']);
  check.wholeNumber(`${path}.seed`, seed, Number.MIN_SAFE_INTEGER);
  check.number(`${path}.perplexity`, perplexity, 1);
  check.wholeNumber(`${path}.iterations`, iterations, 1);
  check.number(`${path}.exaggeration`, exaggeration, 1);
}

/** @throws RnpError RNP_CONFIG */
function checkUmapParameters(path: string, parameters: UmapParameters): void {
  const { curve } = parameters;
  check.options(path, parameters, ['method', 'seed', 'neighbours', 'minDistance', 'curve']);
  checkUmapOptions(path, parameters);
  check.options(`${path}.curve`, curve, ['a', 'b']);
  for (const name of ['a', 'b'] as const)
    check.number(`${path}.curve.${name}`, curve[name], Number.MIN_VALUE);
}

/** @throws RnpError RNP_CONFIG */
export function checkUmapOptions(
  path: string,
  { seed, neighbours, minDistance }: Omit<UmapParameters, 'method' | 'curve'>,
): void {
  check.wholeNumber(`${path}.seed`, seed, Number.MIN_SAFE_INTEGER);
  check.wholeNumber(`${path}.neighbours`, neighbours, 2);
  // Above the spread, 1, umap-js 1.4.0 gives a map thousands of times as wide.
  check.number(`${path}.minDistance`, minDistance, 0, 1);
}
