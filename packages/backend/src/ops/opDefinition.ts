import type * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';

/** The tensors that an op reads: by name, or a list of any length. */
export type OpInputs = Readonly<Record<string, tf.Tensor | undefined>> | readonly tf.Tensor[];

/** Numbers, texts and lists that say how; the same for all forms. */
export type OpAttributes = Readonly<Record<string, unknown>>;

/** The kernels of one op on one backend: `forward`, and by any other name those that its gradient runs. */
export type OpKernels = Readonly<Record<string, tf.KernelFunc>> & { readonly forward: tf.KernelFunc };

/** An op's own form on one backend: made by `SideModule.form` or `kernelForm`. */
export interface OpForm {
  /**
   * Whether the active backend can run it; its kernels are then registered. Cheap after the first call.
   *
   * @param op the op's name, of which `kernelName` makes the kernels'
   */
  install(op: string): boolean;
}

/** What a gradient is computed from. */
export interface GradientCall<A> {
  /** Of each output; of those nobody used, zeros. */
  readonly dy: readonly tf.Tensor[];
  /** The inputs that were saved, in their order, then the outputs that were. */
  readonly saved: readonly tf.Tensor[];
  readonly attributes: A;
  /** Runs one of the op's other kernels. */
  run(kernel: string, inputs: OpInputs): tf.Tensor[];
  /**
   * Frees `dy` and what was saved, for a gradient that has read all of it and whose tensors are large: a tape keeps what it has recorded, and every
   * gradient it has computed, until its end. A kernel may then write over what was saved (`WasmHost.outputOver`).
   */
  free(): void;
}

/** What the gradient of a plain form is computed from. */
export interface PlainGradientCall<A> {
  /** Of each output; of those nobody used, zeros. */
  readonly dy: readonly tf.Tensor[];
  /** Those that were saved, by their names, or their places in the list. */
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: readonly tf.Tensor[];
  readonly kept: readonly tf.Tensor[];
  readonly attributes: A;
  /** As of `GradientCall`. */
  free(): void;
}

/**
 * A gradient of the plain form, in TensorFlow.js's own ops, in place of theirs: far fewer calls than a tape leads through. It has no second
 * derivative where something is kept.
 */
export interface PlainGradient<I, A> {
  /** Names of the inputs to save; all when left out. */
  readonly inputs?: readonly string[];
  /** Which outputs to save; all when left out. */
  readonly outputs?: readonly boolean[];
  /** What `plain` does, where the gradient reads more of it than its inputs and outputs; several outputs are a list. */
  readonly forward?: (
    inputs: I,
    attributes: A,
  ) => { readonly outputs: tf.Tensor | tf.Tensor[]; readonly kept: readonly tf.Tensor[] };
  /**
   * By the inputs' names, or their places in the list: each another tensor, as a tape frees those to which it adds. One that nobody asks for is not
   * called.
   */
  readonly compute: (call: PlainGradientCall<A>) => Readonly<Record<string, () => tf.Tensor>>;
}

/** The gradient of an op's own forms. The plain form has that of the ops it is made of, unless `plainGradient` is given. */
export interface OpGradient<A> {
  /** Names of the inputs to save; an op that takes a list saves all of it. */
  readonly inputs?: readonly string[];
  /** Which outputs to save. */
  readonly outputs?: readonly boolean[];
  /**
   * Set where a kernel's first output is the op's, and the others are only kept for the gradient: nobody sees them, and no zeros
   * are made for them.
   */
  readonly keeps?: boolean;
  /** By the inputs' names, or their places in the list: each another tensor. One that nobody asks for is not called. */
  readonly compute: (call: GradientCall<A>) => Readonly<Record<string, () => tf.Tensor>>;
}

export interface OpDefinition<I extends OpInputs, A extends OpAttributes, O> {
  /** In camelCase, such as `layerNorm`. */
  readonly name: string;
  /** From TensorFlow.js's own ops: for every backend without a form of its own, and the oracle of those forms. */
  readonly plain: (inputs: I, attributes: A) => O;
  readonly wasm?: OpForm;
  readonly webgl?: OpForm;
  readonly webgpu?: OpForm;
  /** None where the op is used off the tape only. */
  readonly gradient?: OpGradient<A>;
  readonly plainGradient?: PlainGradient<I, A>;
}

/**
 * The one form of kernel names: `kernelName('layerNorm', 'gradient')` is `RnpLayerNormGradient`.
 *
 * @throws RnpError RNP_CONFIG if they are not names
 */
export function kernelName(op: string, kernel: string): string {
  check.text('op', op);
  check.text('kernel', kernel);
  return `Rnp${capital(op)}${kernel === 'forward' ? '' : capital(kernel)}`;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
