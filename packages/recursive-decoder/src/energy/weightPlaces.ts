// f features of a hypernetwork; addresses are in bytes
import type { ModuleExports } from '@rnp/backend/kernels';
import type { EnergyFunctions } from './energyFunctions.js';
import type { EnergySizes } from './energySizes.js';

/** One for each module of a level. */
export type ByModule<T> = Readonly<Record<'state' | 'policy', T>>;

/** Where the packed forms of a last layer's matrix lie, in bytes: for its product, and for the product with its transpose. */
export interface PackedMatrix {
  readonly columns: number;
  readonly forward: number;
  readonly backward: number;
}

/** Floats of both forms. */
export function packedSize(wasm: ModuleExports, columns: number, features: number): number {
  return (wasm.packedBytes(columns, features) + wasm.packedBytes(features, columns)) / 4;
}

/** Where the matrices of these widths lie from `base` on. */
export function packedMatrices(
  wasm: ModuleExports,
  base: number,
  widths: readonly number[],
  features: number,
): PackedMatrix[] {
  let at = base;
  return widths.map((columns) => {
    const backward = at + wasm.packedBytes(columns, features);
    const matrix = { columns, forward: at, backward };
    at += 4 * packedSize(wasm, columns, features);
    return matrix;
  });
}

/** Where everything lies that `packedWeights` holds. */
export interface WeightPlaces {
  readonly packed: ByModule<PackedMatrix> & { readonly leaf: readonly PackedMatrix[] };
  /** Of each trunk's parameters, in the order that `trunk` takes. */
  readonly trunks: ByModule<readonly number[]>;
}

/** Places of packed weights from `base` on. */
export function weightPlaces({ backend }: EnergyFunctions, sizes: EnergySizes, base: number): WeightPlaces {
  const { weights, layers, latent, features } = sizes;
  const widths = [weights.state, weights.policy, ...sizes.leaf];
  const [state, policy, ...leaf] = packedMatrices(backend, base, widths, features);
  let end = base + 4 * widths.reduce((sum, columns) => sum + packedSize(backend, columns, features), 0);
  const next = (count: number): number => {
    const at = end;
    end += 4 * count;
    return at;
  };
  const trunk = (depth: number): number[] => {
    const norm = [next(latent), next(latent)];
    const dense = Array.from({ length: depth }, (_, layer) => [
      next((layer === 0 ? latent : features) * features),
      next(features),
      next(features),
      next(features),
    ]);
    return [...norm, ...dense.flat()];
  };
  return {
    packed: { state: state!, policy: policy!, leaf },
    trunks: { state: trunk(layers.state), policy: trunk(layers.policy) },
  };
}
