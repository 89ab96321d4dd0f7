// b images of a block; addresses are in bytes
import type { EnergyFunctions } from './energyFunctions.js';
import type { EnergyPlaces } from './energyLayout.js';
import type { EnergySizes } from './energySizes.js';
import type { ByModule, WeightPlaces } from './weightPlaces.js';

/** 1/σ² of each kind of error. */
export interface EnergyPrecisions {
  readonly pixels: number;
  readonly top: number;
  /** Of each given level, top first. */
  readonly states: readonly number[];
  readonly actions: readonly number[];
}

/** A level of a tree that is given: where its states and actions lie, and where their gradients go. */
export type GivenPlaces = Readonly<Record<'states' | 'actions' | 'dStates' | 'dActions', number>>;

/** Where a block of trees and their images lie, and where the gradients go. */
export interface TreePlaces {
  readonly images: number;
  readonly program: number;
  readonly dProgram: number;
  readonly given: readonly GivenPlaces[];
}

/** All that the kernels of a block's energy are called with. */
export interface EnergyPlan {
  readonly run: EnergyFunctions;
  readonly sizes: EnergySizes;
  readonly places: EnergyPlaces;
  readonly tree: TreePlaces;
  /** Of the children of each level, top first, counted through all trees. */
  readonly absent: readonly (readonly number[])[];
  readonly epsilon: number;
  /** Addresses of the lists of a trunk's parameters. */
  readonly trunks: ByModule<number>;
  readonly packed: WeightPlaces['packed'];
}

/** Where the states and actions of a level's children lie: as they are given, or else as they are answered. */
export function placedAt(
  { tree, places }: EnergyPlan,
  k: number,
): Readonly<Record<'states' | 'actions', number>> {
  return tree.given[k] ?? places.levels[k]!;
}
