import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { freeing } from './freeing.js';
import {
  type GradientCall,
  kernelName,
  type OpAttributes,
  type OpDefinition,
  type OpForm,
  type OpGradient,
  type OpInputs,
  type PlainGradient,
} from './opDefinition.js';
import { countOp } from './traceOps.js';

/** An op: a call runs the form that suits the active backend. The caller owns what it returns. */
export interface Op<I extends OpInputs, A extends OpAttributes, O> {
  (inputs: I, attributes: A): O;
  /** The plain form, on whatever backend. */
  readonly plain: (inputs: I, attributes: A) => O;
  /** Whether the active backend has a form of its own. */
  hasOwnForm(): boolean;
}

/** Backends that may have a form of their own, by the names that TensorFlow.js gives them. */
const formNames = ['wasm', 'webgl', 'webgpu'] as const;

/**
 * Declares an op: its plain form, its own forms on some backends, and their gradient. Nothing is registered until an own form is
 * called for the first time. A call runs the active backend's own form if there is one, otherwise the plain form;
 * `traceOps` counts which.
 *
 * @example
 * const rowSquares = defineOp({
 *   name: 'rowSquares',
 *   plain: ({ x }: { x: tf.Tensor2D }) => tf.sum(tf.square(x), 1),
 *   wasm: module.form((wasm, host) => ({ forward: …, gradient: … })),
 *   gradient: {
 *     inputs: ['x'],
 *     compute: ({ dy, saved, run }) => ({ x: () => run('gradient', { dy: dy[0], x: saved[0] })[0]! }),
 *   },
 * });
 * const squares = rowSquares({ x }, {});
 *
 * @throws RnpError RNP_CONFIG if it is not a definition
 */
export function defineOp<I extends OpInputs, A extends OpAttributes, O extends tf.Tensor | tf.Tensor[]>(
  definition: OpDefinition<I, A, O>,
): Op<I, A, O> {
  check.options('definition', definition, ['name', 'plain'], [...formNames, 'gradient', 'plainGradient']);
  const { name, plain, gradient, plainGradient } = definition;
  check.text('definition.name', name);
  check.callable('definition.plain', plain);
  for (const backend of formNames) checkForm(`definition.${backend}`, definition[backend]);
  if (gradient !== undefined) {
    check.object('definition.gradient', gradient);
    check.callable('definition.gradient.compute', gradient.compute);
  }
  if (plainGradient !== undefined) {
    check.object('definition.plainGradient', plainGradient);
    check.callable('definition.plainGradient.compute', plainGradient.compute);
  }
  const forms: Readonly<Record<string, OpForm | undefined>> = {
    wasm: definition.wasm,
    webgl: definition.webgl,
    webgpu: definition.webgpu,
  };
  const forward = kernelName(name, 'forward');
  const own = gradient?.keeps ? keepingRunner(name, gradient) : runnerOf(forward);
  const ofOps = plainGradient ? plainRunner(plain, plainGradient) : plain;
  let registered = gradient === undefined || gradient.keeps === true;

  const hasOwnForm = (): boolean => forms[tf.getBackend()]?.install(name) === true;
  const call = (inputs: I, attributes: A): O => {
    if (!hasOwnForm()) {
      countOp(name, 'plain');
      return tf.tidy(() => ofOps(inputs, attributes) as O);
    }
    if (!registered) registerGradient(name, gradient!);
    registered = true;
    countOp(name, tf.getBackend());
    return own(inputs, attributes) as O;
  };
  return Object.assign(call, { plain, hasOwnForm });
}

type Runner = (inputs: OpInputs, attributes: OpAttributes) => tf.Tensor | tf.Tensor[];

function runnerOf(kernel: string): Runner {
  return (inputs, attributes) =>
    tf.engine().runKernel(kernel, given(inputs), attributes as tf.NamedAttrMap) as tf.Tensor | tf.Tensor[];
}

/** The inputs that are there. */
function given(inputs: OpInputs): tf.NamedTensorMap {
  const tensors = inputs as tf.NamedTensorMap;
  if (Object.values(tensors).every((tensor) => tensor !== undefined)) return tensors;
  return Object.fromEntries(Object.entries(tensors).filter(([, tensor]) => tensor !== undefined));
}

/** All gradients may come out of one kernel; those nobody asks for go with the rest of the backward pass. */
function registerGradient<A extends OpAttributes>(name: string, gradient: OpGradient<A>): void {
  const forward = kernelName(name, 'forward');
  if (tf.getGradient(forward) != null) return;
  const { inputs, outputs } = gradient;
  tf.registerGradient({
    kernelName: forward,
    ...(inputs === undefined ? { saveAllInputs: true } : { inputsToSave: [...inputs] }),
    ...(outputs === undefined ? {} : { outputsToSave: [...outputs] }),
    gradFunc: (dy, saved, attributes) =>
      gradient.compute(callOf(name, listed(dy), saved, attributes as unknown as A)),
  });
}

function callOf<A extends OpAttributes>(
  name: string,
  dy: readonly tf.Tensor[],
  saved: readonly tf.Tensor[],
  attributes: A,
): GradientCall<A> {
  const run = (kernel: string, inputs: OpInputs): tf.Tensor[] => {
    countOp(`${name}.${kernel}`, tf.getBackend());
    const outputs = runnerOf(kernelName(name, kernel))(inputs, attributes);
    return listed(outputs);
  };
  return { dy, saved, attributes, run, free: freeing(dy, saved) };
}

/** Runs a kernel whose further outputs are kept for its gradient: a custom gradient, as no other output may be on the tape. */
function keepingRunner<A extends OpAttributes>(name: string, gradient: OpGradient<A>): Runner {
  const run = runnerOf(kernelName(name, 'forward'));
  return (inputs, attributes) => {
    const tensors = given(inputs);
    const names = Object.keys(tensors);
    const op = tf.customGrad((...all) => {
      const save = all.pop() as unknown as (tensors: tf.Tensor[]) => void;
      const args = all as tf.Tensor[];
      const outputs = run(
        Array.isArray(inputs) ? args : Object.fromEntries(names.map((key, i) => [key, args[i]!])),
        attributes,
      ) as tf.Tensor[];
      const savedInputs = gradient.inputs?.map((key) => args[names.indexOf(key)]!) ?? args;
      save([...savedInputs, ...outputs.filter((_, i) => gradient.outputs?.[i] === true)]);
      return {
        value: outputs[0]!,
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
          const gradients = gradient.compute(callOf(name, [dy], saved, attributes as A));
          return names.map((key) => gradients[key]!());
        },
      };
    });
    return op(...names.map((key) => tensors[key]!));
  };
}

/** What `tf.customGrad` calls; it would take one output alone, and ask for the gradients of all inputs. */
interface Engine {
  runKernelFunc(call: {
    readonly inputs: tf.NamedTensorMap;
    readonly forwardFunc: (
      backend: unknown,
      save: (tensors: readonly tf.Tensor[]) => void,
    ) => tf.Tensor | tf.Tensor[];
    readonly backwardsFunc: (
      dy: tf.Tensor | tf.Tensor[],
      saved: readonly tf.Tensor[],
    ) => Readonly<Record<string, () => tf.Tensor>>;
  }): tf.Tensor | tf.Tensor[];
}

/** Runs the plain form off the tape, with the gradient that is given for it. */
function plainRunner<I extends OpInputs, A extends OpAttributes>(
  plain: (inputs: I, attributes: A) => tf.Tensor | tf.Tensor[],
  { inputs: saves, outputs: savesOutput, forward, compute }: PlainGradient<I, A>,
): (inputs: I, attributes: A) => tf.Tensor | tf.Tensor[] {
  return (inputs, attributes) => {
    const tensors = given(inputs);
    const names = saves ?? Object.keys(tensors);
    let kept = 0;
    return (tf.engine() as unknown as Engine).runKernelFunc({
      inputs: tensors,
      forwardFunc: (_, save) => {
        const done = forward?.(inputs, attributes) ?? { outputs: plain(inputs, attributes), kept: [] };
        const { outputs } = done;
        kept = done.kept.length;
        const read = listed(outputs).filter((_, i) => savesOutput?.[i] !== false);
        save([...names.map((name) => tensors[name]!), ...read, ...done.kept]);
        return outputs;
      },
      backwardsFunc: (dy, saved) =>
        compute({
          dy: listed(dy),
          inputs: Object.fromEntries(names.map((name, i) => [name, saved[i]!])),
          outputs: saved.slice(names.length, saved.length - kept),
          kept: saved.slice(saved.length - kept),
          attributes,
          free: freeing(listed(dy), saved),
        }),
    });
  };
}

function listed(tensors: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(tensors) ? tensors : [tensors];
}

function checkForm(path: string, form: OpForm | undefined): void {
  if (form === undefined) return;
  check.object(path, form);
  check.callable(`${path}.install`, form.install);
}
