// Letters and formats as in assembly/batchNorm/batchNorm.ts.
import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** x [..., c] -> moments [2c + 1]. */
export const BATCH_MOMENTS = 'RnpBatchMoments';
/** moments [parts, 2c + 1] -> moments [2c + 1] of all parts. */
export const JOIN_MOMENTS = 'RnpJoinMoments';
/** moments, mean [c], variance [c]; attribute keep -> [2, c], the new ones. */
export const RUNNING_AVERAGES = 'RnpRunningAverages';
/** x, moments, gamma, beta, residual (optional); attributes epsilon, relu -> y like x. */
export const BATCH_NORM = 'RnpBatchNorm';
/** dy, y (for relu), x, moments; attribute epsilon -> [2c]. */
export const BATCH_NORM_SUMS = 'RnpBatchNormSums';
/** dy, y (for relu), x, moments, gamma, sums; attributes epsilon, residual -> dx, and dResidual where asked for. */
export const BATCH_NORM_GRAD_X = 'RnpBatchNormGradX';

/** What assembly/batchNorm exports; addresses are byte offsets into the backend's memory, 0 stands for none. */
export interface BatchNormExports {
  batchMoments(x: number, out: number, scratch: number, rows: number, c: number): void;
  joinMoments(moments: number, out: number, scratch: number, parts: number, c: number): void;
  runningAverages(
    moments: number,
    mean: number,
    variance: number,
    newMean: number,
    newVariance: number,
    c: number,
    keep: number,
  ): void;
  batchNorm(
    x: number,
    moments: number,
    gamma: number,
    beta: number,
    residual: number,
    y: number,
    scratch: number,
    rows: number,
    c: number,
    epsilon: number,
    relu: number,
  ): void;
  batchNormSums(
    dy: number,
    y: number,
    x: number,
    moments: number,
    out: number,
    scratch: number,
    rows: number,
    c: number,
    epsilon: number,
  ): void;
  batchNormGradX(
    dy: number,
    y: number,
    x: number,
    moments: number,
    gamma: number,
    sums: number,
    dx: number,
    dResidual: number,
    scratch: number,
    rows: number,
    c: number,
    epsilon: number,
  ): void;
}

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type Attributes = Readonly<Record<string, number | boolean>>;

export function batchNormKernels(wasm: BatchNormExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [...forwardKernels(wasm, host), ...gradientKernels(wasm, host)];
}

function forwardKernels(wasm: BatchNormExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    kernel(BATCH_MOMENTS, ({ x }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(16 * c, (scratch) => {
        const out = host.output([2 * c + 1], 'float32');
        wasm.batchMoments(host.address(x!), host.address(out), scratch, rows, c);
        return out;
      });
    }),
    kernel(JOIN_MOMENTS, ({ moments }) => {
      const [parts, length] = moments!.shape as [number, number];
      const c = (length - 1) / 2;
      return host.scratch(16 * c, (scratch) => {
        const out = host.output([length], 'float32');
        wasm.joinMoments(host.address(moments!), host.address(out), scratch, parts, c);
        return out;
      });
    }),
    kernel(RUNNING_AVERAGES, ({ moments, mean, variance }, { keep }) => {
      const c = mean!.shape[0]!;
      const out = host.output([2, c], 'float32');
      const at = host.address(out);
      wasm.runningAverages(
        host.address(moments!),
        host.address(mean!),
        host.address(variance!),
        at,
        at + 4 * c,
        c,
        keep as number,
      );
      return out;
    }),
    kernel(BATCH_NORM, ({ x, moments, gamma, beta, residual }, { epsilon, relu }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(4 * c, (scratch) => {
        const y = host.output(x!.shape, 'float32');
        wasm.batchNorm(
          host.address(x!),
          host.address(moments!),
          host.address(gamma!),
          host.address(beta!),
          residual ? host.address(residual) : 0,
          host.address(y),
          scratch,
          rows,
          c,
          epsilon as number,
          relu ? 1 : 0,
        );
        return y;
      });
    }),
  ];
}

function gradientKernels(wasm: BatchNormExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    kernel(BATCH_NORM_SUMS, ({ dy, y, x, moments }, { epsilon }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(20 * c, (scratch) => {
        const out = host.output([2 * c], 'float32');
        wasm.batchNormSums(
          host.address(dy!),
          y ? host.address(y) : 0,
          host.address(x!),
          host.address(moments!),
          host.address(out),
          scratch,
          rows,
          c,
          epsilon as number,
        );
        return out;
      });
    }),
    kernel(BATCH_NORM_GRAD_X, ({ dy, y, x, moments, gamma, sums }, { epsilon, residual }) => {
      const { rows, c } = sizes(x!);
      return host.scratch(12 * c, (scratch) => {
        const dx = host.output(x!.shape, 'float32');
        const dResidual = residual ? host.output(x!.shape, 'float32') : undefined;
        wasm.batchNormGradX(
          host.address(dy!),
          y ? host.address(y) : 0,
          host.address(x!),
          host.address(moments!),
          host.address(gamma!),
          host.address(sums!),
          host.address(dx),
          dResidual ? host.address(dResidual) : 0,
          scratch,
          rows,
          c,
          epsilon as number,
        );
        return dResidual ? [dx, dResidual] : [dx];
      });
    }),
  ];
}

function kernel(
  kernelName: string,
  run: (inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[],
): tf.KernelConfig {
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) =>
    run(inputs as Inputs, (attrs ?? {}) as unknown as Attributes);
  return { kernelName, backendName: 'wasm', kernelFunc };
}

function sizes({ shape }: tf.TensorInfo): { readonly rows: number; readonly c: number } {
  const c = shape.at(-1)!;
  return { rows: tf.util.sizeFromShape(shape) / c, c };
}
