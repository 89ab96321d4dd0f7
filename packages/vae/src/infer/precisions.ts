import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import type { Network } from '../network.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { countedLevels } from './countedLevels.js';

/** Beyond it float32 sums of squares of an image overflow, or drown whatever else there is. */
export const maxPrecision = 1e6;

/** A prior as wide as its square root is none of anything that is drawn. */
export const minPrecision = 1e-6;

/** 1/σ² of each kind of error, from 0 to 1e6: the larger, the more an error of it costs. */
export interface Precisions {
  /** Of a pixel; from 1e-6, as without it nothing of an image would be looked at. */
  readonly pixels: number;
  /** Of an entry of the top program, around 0. */
  readonly top: number;
  /** Of an entry of a freed child's state, around what its program predicts; one for all levels, or one for each freed level, top first. */
  readonly states: number | readonly number[];
  /** Of a number of a freed child's action, likewise. */
  readonly actions: number | readonly number[];
}

/** That of a level. */
export function precisionAt(precision: number | readonly number[], level: number): number {
  return typeof precision === 'number' ? precision : precision[level]!;
}

/** Those of the first levels alone, which are freed. */
export function ofLevels(precisions: Precisions, freed: number): Precisions {
  const first = (of: number | readonly number[]): number | readonly number[] =>
    typeof of === 'number' ? of : of.slice(0, freed);
  return { ...precisions, states: first(precisions.states), actions: first(precisions.actions) };
}

/**
 * What a model of this network keeps as its precisions, checked and copied: whole, of all its levels, and such as a generative model can have.
 *
 * @throws RnpError RNP_CONFIG naming the field, or for a network without parts
 */
export function precisionsOf(network: Network, value: unknown, path = 'precisions'): Precisions {
  requireParts(network);
  const levels = (network as RnpNetwork).spec.config.childrenPerLevel.length;
  checkSetting.options(path, value, ['pixels', 'top', 'states', 'actions']);
  const given = value as Precisions;
  const isPrecision = (at: string, one: unknown): void =>
    checkSetting.number(at, one, minPrecision, maxPrecision);
  for (const name of ['pixels', 'top'] as const) isPrecision(`${path}.${name}`, given[name]);
  const byLevel = (name: 'states' | 'actions'): number | readonly number[] => {
    const [at, of] = [`${path}.${name}`, given[name]];
    if (!Array.isArray(of)) {
      isPrecision(at, of);
      return of;
    }
    checkSetting.array(at, of, isPrecision);
    if (of.length === levels) return Object.freeze([...of]);
    const complaint = `has ${of.length} for ${countedLevels(levels)}; give one for each, top first, or one for all`;
    throw new RnpError('RNP_CONFIG', complaint, { path: at });
  };
  const { pixels, top } = given;
  return Object.freeze({ pixels, top, states: byLevel('states'), actions: byLevel('actions') });
}
