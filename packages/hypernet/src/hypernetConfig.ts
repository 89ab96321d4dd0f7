// z latent size, f hidden features, J bases
import { RnpError, shown } from '@rnp/errors';
import { check } from '@rnp/nn/checks';

/**
 * How a program's features become weights W, s numbers each, of matrices or vectors of their own:
 *
 * - `hypernet` W = features · M, a row of s weights a feature
 * - `mixture` W = c · M with J coefficients c = features · K: a weighted sum of a handful of networks, or a last layer of rank J
 * - `gain` W = shared matrix · (1 + gain of its output unit), W = shared vector + shift; gains and shifts = features · M (feature-wise modulation: Perez
 *   et al. 2018)
 */
export const generatorKinds = ['hypernet', 'mixture', 'gain'] as const;
export type GeneratorKind = (typeof generatorKinds)[number];

/** @typeParam Name what `outputs` calls the generated tensors */
export interface HypernetConfig<Name extends string = string> {
  /** Size of a program, z. */
  readonly latent: number;
  /** Width of the hidden layers, f. */
  readonly hidden: number;
  /** Hidden layers, at least 1. */
  readonly layers: number;
  /** The generated tensors: name → shape for one sample. */
  readonly outputs: Readonly<Record<Name, readonly number[]>>;
  /** How weights come of features; `hypernet` when left out. */
  readonly generator?: GeneratorKind;
  /** J of a mixture, and of nothing else. */
  readonly bases?: number;
}

/** What the last layer reads: features, or a mixture's coefficients. */
export function lastWidth({ generator, hidden, bases }: HypernetConfig): number {
  return generator === 'mixture' ? bases! : hidden;
}

/** @throws RnpError RNP_CONFIG naming the size that is no positive integer, the name that is no option, or the generator that is none */
export function checkConfig(config: HypernetConfig): void {
  check.options('hypernetwork', config, ['latent', 'hidden', 'layers', 'outputs'], ['generator', 'bases']);
  const { latent, hidden, layers, outputs, generator = 'hypernet', bases } = config;
  check.choice('generator', generator, generatorKinds);
  check.object('outputs', outputs);
  const sizes: [string, number][] = [
    ['latent', latent],
    ['hidden', hidden],
    ['layers', layers],
    ...(generator === 'mixture' || bases !== undefined ? [['bases', bases] as [string, number]] : []),
  ];
  for (const [name, shape] of Object.entries(outputs)) {
    if (!Array.isArray(shape)) check.numbers(`outputs.${name}`, shape);
    shape.forEach((size, axis) => {
      sizes.push([`outputs.${name}[${axis}]`, size]);
    });
  }
  for (const [path, size] of sizes) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RnpError(
        'RNP_CONFIG',
        `hypernetwork: ${path} is ${shown(size)}; it must be a positive integer`,
        { path },
      );
    }
  }
}
