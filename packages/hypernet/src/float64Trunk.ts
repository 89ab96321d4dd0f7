// n programs, z latent size, f hidden features
import { defaultEpsilon } from '@rnp/nn';

/**
 * A trunk row by row in float64.
 *
 * @param programs [n, z]
 * @param parameters gamma, beta of the first norm; then kernel, bias, gamma, beta of each layer
 * @returns [n, f], rounded once
 */
export function float64Trunk(programs: Float32Array, parameters: readonly Float32Array[]): Float32Array {
  const latent = parameters[0]!.length;
  const features = parameters.at(-1)!.length;
  const n = programs.length / latent;
  const out = new Float32Array(n * features);
  let from = new Float64Array(Math.max(latent, features));
  let to = new Float64Array(Math.max(latent, features));
  for (let row = 0; row < n; row++) {
    for (let j = 0; j < latent; j++) from[j] = programs[row * latent + j]!;
    normalise(from, latent, parameters[0]!, parameters[1]!);
    let width = latent;
    for (let i = 2; i < parameters.length; i += 4) {
      multiply(from, width, parameters[i]!, parameters[i + 1]!, to, features);
      [from, to] = [to, from];
      width = features;
      normalise(from, width, parameters[i + 2]!, parameters[i + 3]!);
      for (let j = 0; j < width; j++) if (from[j]! < 0) from[j] = Math.expm1(from[j]!);
    }
    for (let j = 0; j < features; j++) out[row * features + j] = from[j]!;
  }
  return out;
}

/** to = from · kernel + bias */
function multiply(
  from: Float64Array,
  inputs: number,
  kernel: Float32Array,
  bias: Float32Array,
  to: Float64Array,
  outputs: number,
): void {
  for (let j = 0; j < outputs; j++) to[j] = bias[j]!;
  for (let i = 0; i < inputs; i++) {
    const x = from[i]!;
    const at = i * outputs;
    for (let j = 0; j < outputs; j++) to[j]! += x * kernel[at + j]!;
  }
}

/** Layer normalisation in place; a constant row becomes beta. */
function normalise(x: Float64Array, c: number, gamma: Float32Array, beta: Float32Array): void {
  let mean = 0;
  for (let j = 0; j < c; j++) mean += x[j]!;
  mean /= c;
  let variance = 0;
  for (let j = 0; j < c; j++) variance += (x[j]! - mean) ** 2;
  const scale = 1 / Math.sqrt(variance / c + defaultEpsilon);
  for (let j = 0; j < c; j++) x[j] = (x[j]! - mean) * scale * gamma[j]! + beta[j]!;
}
