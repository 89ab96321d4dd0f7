// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import { kernelForm, type OpForm } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { SampleAttributes } from '../sampleAttributes.js';
import { isSoft } from '../softBorder.js';

/** What a program computes, one thread an entry. */
export type ProgramName =
  /** [n / t, H, W, c], the children's sum */
  | 'canvas'
  /** [n / t, H], the squared values of a row, summed over children, columns and channels */
  | 'energyRows'
  /** [n, h, w, c], a gather over the canvas pixels that a patch pixel reaches */
  | 'gradImage'
  /** [n, H, 2, 3], a row's part of the matrix's gradient */
  | 'gradMatrixRows'
  /** [n, H, 2 m, 4], a row's part of the soft frames' gradient */
  | 'gradFrameRows';

/** What is written into a program's source. */
export interface Sizes {
  readonly children: number;
  readonly frames: number;
  /** Whether frames are soft: rows [a, b, c, r] (softBorder.ts) instead of [a, b, c]. */
  readonly soft: boolean;
  /** [h, w, c] */
  readonly patch: readonly [number, number, number];
  /** [H, W] */
  readonly canvas: readonly [number, number];
  /** Whether the upstream also holds a gradient for the energy. */
  readonly energy: boolean;
}

/** The tensors a program reads, by the names that its source knows them by. */
export type Inputs = Readonly<Record<string, tf.TensorInfo>>;

/** A backend as far as these kernels need it. */
export interface GpuBackend extends tf.KernelBackend {
  disposeData(dataId: object): boolean;
}

export type RunProgram<B extends GpuBackend> = (
  backend: B,
  name: ProgramName,
  sizes: Sizes,
  inputs: Inputs,
  outputShape: number[],
) => tf.TensorInfo;

type Run<B> = (backend: B, inputs: Inputs, attributes: SampleAttributes) => tf.TensorInfo | tf.TensorInfo[];

/** The forms of `sample` and of `placeSum` on a backend that runs programs. */
export function gpuForms<B extends GpuBackend>(
  backendName: string,
  run: RunProgram<B>,
  available?: () => boolean,
): { readonly sample: OpForm; readonly placeSum: OpForm } {
  const summedRows = (
    backend: B,
    ...program: Parameters<RunProgram<B>> extends [B, ...infer P] ? P : never
  ) => {
    const rows = run(backend, ...program);
    const attrs = { axis: 1, keepDims: false };
    const sum = tf.getKernel('Sum', backendName).kernelFunc({ inputs: { x: rows }, backend, attrs });
    backend.disposeData(rows.dataId);
    return sum as tf.TensorInfo;
  };

  const forward = (
    backend: B,
    { image, matrix, frames }: Inputs,
    [H, W]: readonly number[],
    children: number,
    withEnergy: boolean,
  ): tf.TensorInfo[] => {
    const [n, h, w, c] = image!.shape as [number, number, number, number];
    const sizes = sizesOf([h, w, c], [H!, W!], frames!, children, false);
    const inputs = withFrames({ image: image!, matrix: matrix! }, frames!);
    const canvas = run(backend, 'canvas', sizes, inputs, [n / children, H!, W!, c]);
    return withEnergy
      ? [canvas, summedRows(backend, 'energyRows', sizes, inputs, [n / children, H!])]
      : [canvas];
  };

  const backward = (
    backend: B,
    { dy, energyGradient, image, matrix, frames }: Inputs,
    children: number,
  ): tf.TensorInfo[] => {
    const [n, h, w, c] = image!.shape as [number, number, number, number];
    const [, H, W] = dy!.shape as [number, number, number];
    const sizes = sizesOf([h, w, c], [H, W], frames!, children, energyGradient !== undefined);
    const upstream: Inputs = energyGradient ? { upstream: dy!, energy: energyGradient } : { upstream: dy! };
    const inputs = withFrames({ image: image!, matrix: matrix!, ...upstream }, frames!);
    const { image: _, ...constant } = inputs;
    const gradients = [
      run(backend, 'gradImage', sizes, energyGradient ? inputs : constant, [n, h, w, c]),
      summedRows(backend, 'gradMatrixRows', sizes, inputs, [n, H, 2, 3]),
    ];
    if (!sizes.soft) return gradients;
    const rows = summedRows(backend, 'gradFrameRows', sizes, inputs, [n, H, 2 * sizes.frames, 4]);
    return [...gradients, { ...rows, shape: [...frames!.shape] }];
  };

  const kernel =
    (call: Run<B>): tf.KernelFunc =>
    ({ inputs, attrs, backend }) =>
      call(backend as B, inputs as Inputs, attrs as unknown as SampleAttributes);
  const formOf = (energy: boolean): OpForm =>
    kernelForm(
      backendName,
      {
        forward: kernel((backend, inputs, { outputShape, children }) => {
          const outputs = forward(backend, inputs, outputShape, children, energy);
          return energy ? outputs : outputs[0]!;
        }),
        gradient: kernel((backend, inputs, { children }) => backward(backend, inputs, children)),
      },
      available,
    );
  return { sample: formOf(false), placeSum: formOf(true) };
}

function sizesOf(
  patch: Sizes['patch'],
  canvas: Sizes['canvas'],
  frames: tf.TensorInfo,
  children: number,
  energy: boolean,
): Sizes {
  return { patch, canvas, frames: frames.shape[1]!, soft: isSoft(frames), children, energy };
}

/** A program has no input that is empty, nor one that it does not read. */
function withFrames(inputs: Inputs, frames: tf.TensorInfo): Inputs {
  return frames.shape[1]! > 0 ? { ...inputs, frames } : inputs;
}
