// z latent size, f hidden features
import { RnpError, shown } from '@rnp/errors';
import { check } from '@rnp/nn/checks';

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
}

/** @throws RnpError RNP_CONFIG naming the size that is no positive integer, or the name that is no option */
export function checkConfig(config: HypernetConfig): void {
  check.options('hypernetwork', config, ['latent', 'hidden', 'layers', 'outputs']);
  const { latent, hidden, layers, outputs } = config;
  check.object('outputs', outputs);
  const sizes: [string, number][] = [
    ['latent', latent],
    ['hidden', hidden],
    ['layers', layers],
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
