// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import * as tf from '@tensorflow/tfjs-core';

/** What a program computes, one thread an entry. */
export type ProgramName =
  /** [n / t, H, W, c], the children's sum */
  | 'canvas'
  /** [n / t, H], the squared values of a row, summed over children, columns and channels */
  | 'energyRows'
  /** [n, h, w, c], a gather over the canvas pixels that a patch pixel reaches */
  | 'gradImage'
  /** [n, H, 2, 3], a row's part of the matrix's gradient */
  | 'gradMatrixRows';

/** What is written into a program's source. */
export interface Sizes {
  readonly children: number;
  readonly frames: number;
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

type Attributes = Readonly<Record<string, number[]>>;
type Run<B> = (backend: B, inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[];

/** RnpSample, RnpPlaceSum and their gradients on a backend that runs programs. */
export function gpuKernels<B extends GpuBackend>(
  backendName: string,
  run: RunProgram<B>,
): readonly tf.KernelConfig[] {
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
    return [
      run(backend, 'gradImage', sizes, energyGradient ? inputs : constant, [n, h, w, c]),
      summedRows(backend, 'gradMatrixRows', sizes, inputs, [n, H, 2, 3]),
    ];
  };

  const kernel = (kernelName: string, call: Run<B>): tf.KernelConfig => ({
    kernelName,
    backendName,
    kernelFunc: ({ inputs, attrs, backend }) =>
      call(backend as B, inputs as Inputs, attrs as unknown as Attributes),
  });
  return [
    kernel('RnpSample', (backend, inputs, a) => forward(backend, inputs, a.outputShape!, 1, false)[0]!),
    kernel('RnpSampleGrad', (backend, inputs) => backward(backend, inputs, 1)),
    kernel('RnpPlaceSum', (backend, inputs, a) =>
      forward(backend, inputs, a.outputShape!, a.children![0]!, true),
    ),
    kernel('RnpPlaceSumGrad', (backend, inputs, a) => backward(backend, inputs, a.children![0]!)),
  ];
}

function sizesOf(
  patch: Sizes['patch'],
  canvas: Sizes['canvas'],
  frames: tf.TensorInfo,
  children: number,
  energy: boolean,
): Sizes {
  return { patch, canvas, frames: frames.shape[1]!, children, energy };
}

/** A program has no input that is empty, nor one that it does not read. */
function withFrames(inputs: Inputs, frames: tf.TensorInfo): Inputs {
  return frames.shape[1]! > 0 ? { ...inputs, frames } : inputs;
}
