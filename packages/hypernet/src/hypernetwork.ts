// n programs, z latent size, f hidden features
import { defineOp, type Op, requireBackend } from '@rnp/backend';
import { RnpError, shown } from '@rnp/errors';
import { countOf, glorotUniform, type Parameters, type Random, type Shapes, sizeOf } from '@rnp/nn';
import { check, checkRandom, expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { parameterOf } from './parameterOf.js';
import { trunk } from './trunk.js';
import { wasmGenerate } from './wasm/generateKernel.js';

/** Up to so many programs the last layer's time is that of reading it, and joining its matrices would double that. */
export const fewPrograms = 8;

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

/**
 * The shapes of a hypernetwork's parameters (docs/model.md, *One level*; paper: `H(z)`), in the order in which
 * `initHypernet` draws them: `norm/gamma`, `norm/beta`, then `dense<i>/kernel`, `dense<i>/bias`, `norm<i>/gamma`,
 * `norm<i>/beta` from i = 1, then `output/<name>`, [f, entries of the generated tensor].
 *
 * @throws RnpError RNP_CONFIG when a size is not a positive integer
 */
export function hypernetShapes(config: HypernetConfig): Shapes {
  checkConfig(config);
  const { latent, hidden, layers, outputs } = config;
  const shapes: Record<string, readonly number[]> = { 'norm/gamma': [latent], 'norm/beta': [latent] };
  for (let i = 1; i <= layers; i++) {
    shapes[`dense${i}/kernel`] = [i === 1 ? latent : hidden, hidden];
    shapes[`dense${i}/bias`] = [hidden];
    shapes[`norm${i}/gamma`] = [hidden];
    shapes[`norm${i}/beta`] = [hidden];
  }
  for (const [name, shape] of Object.entries(outputs)) shapes[`output/${name}`] = [hidden, sizeOf(shape)];
  return shapes;
}

/**
 * Fresh parameters: Glorot uniform kernels, zero biases, gamma 1, beta 0. Every `output/<name>` counts all generated
 * values as its fan-out, as if the last layer were one matrix; fan-outs of their own would start small tensors an order
 * of magnitude too large. The caller owns the tensors.
 *
 * @throws RnpError RNP_CONFIG
 */
export function initHypernet(config: HypernetConfig, random: Random): Parameters {
  checkRandom(random);
  const shapes = hypernetShapes(config);
  requireBackend();
  const generated = countOf(config.outputs);
  const parameters: Record<string, tf.Tensor> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    if (name.startsWith('output/')) parameters[name] = glorotUniform(shape, config.hidden, generated, random);
    else if (name.endsWith('/kernel')) parameters[name] = glorotUniform(shape, shape[0]!, shape[1]!, random);
    else if (name.endsWith('/gamma')) parameters[name] = tf.ones(shape as number[]);
    else parameters[name] = tf.zeros(shape as number[]);
  }
  return parameters;
}

/**
 * The tensors that programs stand for: LayerNorm(z) → layers × [Dense → LayerNorm → elu] → one product a generated
 * tensor, without bias. Only the tensors asked for are computed, and none is cut out of a larger one.
 *
 * @param z [n, z]
 * @param names which of `config.outputs`; all when left out
 * @returns name → [n, ...shape]; the caller owns them
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function generate<Name extends string, Asked extends Name = Name>(
  parameters: Parameters,
  config: HypernetConfig<Name>,
  z: tf.Tensor2D,
  names?: readonly Asked[],
): Record<Asked, tf.Tensor> {
  checkConfig(config);
  const asked = names ?? (Object.keys(config.outputs) as Asked[]);
  outputKernels(parameters, config, asked);
  return tf.tidy(() => generateFrom(programFeatures(parameters, config, z), parameters, config, asked));
}

/**
 * What the last layer reads: LayerNorm(z) → layers × [Dense → LayerNorm → elu]. For programs whose tensors are wanted
 * in several products, which then share it.
 *
 * @param z [n, z]
 * @returns [n, f]; the caller owns it
 * @throws RnpError RNP_WEIGHTS for a missing parameter; RNP_SHAPE
 */
export function programFeatures(parameters: Parameters, config: HypernetConfig, z: tf.Tensor2D): tf.Tensor2D {
  checkConfig(config);
  expectShape('z', z, ['n', config.latent]);
  return trunk(z, trunkParameters(parameters, config));
}

/**
 * The last layer: one product a generated tensor, from what {@link programFeatures} gave.
 *
 * @param features [n, f]
 * @param names which of `config.outputs`
 * @returns name → [n, ...shape]; the caller owns them
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function generateFrom<Name extends string, Asked extends Name = Name>(
  features: tf.Tensor2D,
  parameters: Parameters,
  config: HypernetConfig<Name>,
  names: readonly Asked[],
): Record<Asked, tf.Tensor> {
  checkConfig(config);
  expectShape('features', features, ['n', config.hidden]);
  const products = outputKernels(parameters, config, names);
  return tf.tidy(() =>
    Object.fromEntries(
      products.map(({ name, shape, kernel }) => [
        name,
        tf.reshape(lastLayer(features, [kernel]), [features.shape[0], ...shape]),
      ]),
    ),
  ) as Record<Asked, tf.Tensor>;
}

/**
 * The last layer for several generated tensors, side by side in the order of `names`, one row a program. For more than
 * {@link fewPrograms} programs the matrices are joined first; who needs them again keeps {@link joinedOutputs}.
 *
 * @param features [n, f]
 * @returns [n, entries of all these tensors]; the caller owns it
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function generateJoined(
  features: tf.Tensor2D,
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): tf.Tensor2D {
  checkConfig(config);
  expectShape('features', features, ['n', config.hidden]);
  return lastLayer(
    features,
    outputKernels(parameters, config, names).map(({ kernel }) => kernel),
  );
}

/** features [n, f] times matrices [f, s] side by side. */
function lastLayer(features: tf.Tensor2D, kernels: readonly tf.Tensor[]): tf.Tensor2D {
  const inputs = [features, ...(kernels as readonly tf.Tensor2D[])] as const;
  return features.shape[0] <= fewPrograms ? generateFew(inputs, {}) : tf.tidy(() => plainGenerate(inputs));
}

type LastLayerInputs = readonly [features: tf.Tensor2D, ...kernels: tf.Tensor2D[]];

function plainGenerate([features, ...kernels]: LastLayerInputs): tf.Tensor2D {
  return tf.matMul(features, tf.concat(kernels, 1));
}

const generateFew: Op<
  LastLayerInputs,
  Readonly<Record<string, never>>,
  tf.Tensor2D
> = /* @__PURE__ */ defineOp({
  name: 'generate',
  plain: plainGenerate,
  wasm: wasmGenerate,
  gradient: {
    // From plain products: few programs are hardly ever trained on.
    compute: ({ dy: [dy], saved }) => {
      const [features, ...kernels] = saved as [tf.Tensor2D, ...tf.Tensor2D[]];
      const slope = dy as tf.Tensor2D;
      const gradients: Record<string, () => tf.Tensor> = {
        0: () => tf.matMul(slope, tf.concat(kernels, 1), false, true),
      };
      let begin = 0;
      kernels.forEach((kernel, i) => {
        const from = begin;
        const s = kernel.shape[1];
        gradients[i + 1] = () => tf.matMul(features, tf.slice(slope, [0, from], [-1, s]), true);
        begin += s;
      });
      return gradients;
    },
  },
});

/**
 * The last layer's matrices of several generated tensors, side by side in the order of `names`: one product with
 * {@link programFeatures} gives all of them in one row a program, and none has to be cut out or copied afterwards.
 *
 * @returns [f, entries of all these tensors]; the caller owns it
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function joinedOutputs(
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): tf.Tensor2D {
  checkConfig(config);
  const kernels = outputKernels(parameters, config, names).map(({ kernel }) => kernel as tf.Tensor2D);
  return tf.concat(kernels, 1);
}

/** The last layer's matrices of these tensors. */
function outputKernels(
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): { readonly name: string; readonly shape: readonly number[]; readonly kernel: tf.Tensor }[] {
  if (!Array.isArray(names) || names.length === 0) {
    const known = Object.keys(config.outputs).join(', ');
    throw new RnpError('RNP_WEIGHTS', `are ${shown(names)}; give some of ${known}`, { path: 'names' });
  }
  return names.map((name) => {
    const shape = Object.hasOwn(config.outputs, name) ? config.outputs[name] : undefined;
    if (shape === undefined) {
      throw new RnpError(
        'RNP_WEIGHTS',
        `'${name}' is not generated by this hypernetwork; it generates ${Object.keys(config.outputs).join(', ')}`,
        { path: name },
      );
    }
    return { name, shape, kernel: parameterOf(parameters, `output/${name}`, [config.hidden, sizeOf(shape)]) };
  });
}

/** The parameters before the last layer, in the order in which `trunk` takes them. */
function trunkParameters(parameters: Parameters, { latent, hidden, layers }: HypernetConfig): tf.Tensor[] {
  const norm = (name: string, size: number): tf.Tensor[] => [
    parameterOf(parameters, `${name}/gamma`, [size]),
    parameterOf(parameters, `${name}/beta`, [size]),
  ];
  const list = norm('norm', latent);
  for (let i = 1; i <= layers; i++) {
    list.push(parameterOf(parameters, `dense${i}/kernel`, [i === 1 ? latent : hidden, hidden]));
    list.push(parameterOf(parameters, `dense${i}/bias`, [hidden]), ...norm(`norm${i}`, hidden));
  }
  return list;
}

/** @throws RnpError RNP_CONFIG naming the size that is no positive integer, or the name that is no option */
function checkConfig(config: HypernetConfig): void {
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
