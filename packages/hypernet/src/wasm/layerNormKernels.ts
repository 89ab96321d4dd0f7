import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { HypernetExports } from './moduleExports.js';

/** Inputs x, gamma, beta; attribute epsilon. */
export const LAYER_NORM = 'RnpLayerNorm';
const GRAD_X = 'RnpLayerNormGradX';
const GRAD_GAMMA = 'RnpLayerNormGradGamma';
const GRAD_BETA = 'RnpLayerNormGradBeta';

interface LayerNormInputs {
  readonly x: tf.TensorInfo;
  readonly gamma: tf.TensorInfo;
  readonly beta: tf.TensorInfo;
  readonly dy: tf.TensorInfo;
}

type Run = (inputs: LayerNormInputs, epsilon: number) => tf.TensorInfo;

export function layerNormKernels(wasm: HypernetExports, host: WasmHost): readonly tf.KernelConfig[] {
  const kernel = (kernelName: string, run: Run): tf.KernelConfig => ({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) =>
      run(inputs as unknown as LayerNormInputs, (attrs as unknown as { epsilon: number }).epsilon),
  });
  return [
    kernel(LAYER_NORM, ({ x, gamma, beta }, epsilon) => {
      const y = host.output(x.shape, 'float32');
      const [rows, c] = rowsOf(x);
      wasm.layerNorm(
        host.address(x),
        host.address(gamma),
        host.address(beta),
        host.address(y),
        rows,
        c,
        epsilon,
      );
      return y;
    }),
    kernel(GRAD_X, ({ dy, x, gamma }, epsilon) => {
      const dx = host.output(x.shape, 'float32');
      const [rows, c] = rowsOf(x);
      wasm.layerNormGradX(
        host.address(dy),
        host.address(x),
        host.address(gamma),
        host.address(dx),
        rows,
        c,
        epsilon,
      );
      return dx;
    }),
    kernel(GRAD_GAMMA, ({ dy, x }, epsilon) => {
      const [rows, c] = rowsOf(x);
      const dGamma = host.output([c], 'float32');
      wasm.layerNormGradGamma(host.address(dy), host.address(x), host.address(dGamma), rows, c, epsilon);
      return dGamma;
    }),
    kernel(GRAD_BETA, ({ dy }) => {
      const [rows, c] = rowsOf(dy);
      const dBeta = host.output([c], 'float32');
      wasm.layerNormGradBeta(host.address(dy), host.address(dBeta), rows, c);
      return dBeta;
    }),
  ];
}

/** Rows and their length. */
function rowsOf({ shape }: tf.TensorInfo): [rows: number, c: number] {
  return [shape.slice(0, -1).reduce((product, size) => product * size, 1), shape.at(-1) ?? 1];
}

/** One kernel a gradient: the engine runs each closure in its own scope, and only those that are asked for. */
export function registerLayerNormGradients(): void {
  if (tf.getGradient(LAYER_NORM) != null) return;
  tf.registerGradient({
    kernelName: LAYER_NORM,
    inputsToSave: ['x', 'gamma'],
    gradFunc: (dy, saved, attrs) => {
      const [x, gamma] = saved as [tf.Tensor, tf.Tensor];
      const inputs = { dy: dy as tf.Tensor, x, gamma };
      const run = (kernel: string): tf.Tensor => tf.engine().runKernel(kernel, inputs, attrs) as tf.Tensor;
      return { x: () => run(GRAD_X), gamma: () => run(GRAD_GAMMA), beta: () => run(GRAD_BETA) };
    },
  });
}
