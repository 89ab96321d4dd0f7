import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** What assembly/layerNorm exports; addresses are byte offsets into the backend's memory. */
export interface LayerNormExports {
  layerNorm(
    x: number,
    gamma: number,
    beta: number,
    y: number,
    rows: number,
    c: number,
    epsilon: number,
    elu: number,
  ): void;
  layerNormGrad(
    dy: number,
    x: number,
    gamma: number,
    y: number,
    dx: number,
    dGamma: number,
    dBeta: number,
    scratch: number,
    rows: number,
    c: number,
    epsilon: number,
    elu: number,
  ): void;
}

/** Inputs x, gamma, beta; attributes as {@link LayerNormAttributes}. */
export const LAYER_NORM = 'RnpLayerNorm';
/** Inputs dy, x, gamma, and the output y; the same attributes. Outputs the gradients of x, gamma, beta. */
const LAYER_NORM_GRAD = 'RnpLayerNormGrad';

interface LayerNormAttributes {
  readonly epsilon: number;
  /** 1 when elu follows. */
  readonly elu: number;
}

type Inputs<K extends string> = Readonly<Record<K, tf.TensorInfo>>;

export function layerNormKernels(wasm: LayerNormExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    {
      kernelName: LAYER_NORM,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { x, gamma, beta } = inputs as unknown as Inputs<'x' | 'gamma' | 'beta'>;
        const { epsilon, elu } = attrs as unknown as LayerNormAttributes;
        const [rows, c] = rowsOf(x);
        const y = host.output(x.shape, 'float32');
        wasm.layerNorm(
          host.address(x),
          host.address(gamma),
          host.address(beta),
          host.address(y),
          rows,
          c,
          epsilon,
          elu,
        );
        return y;
      },
    },
    {
      kernelName: LAYER_NORM_GRAD,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { dy, x, gamma, y } = inputs as unknown as Inputs<'dy' | 'x' | 'gamma' | 'y'>;
        const { epsilon, elu } = attrs as unknown as LayerNormAttributes;
        const [rows, c] = rowsOf(x);
        const dx = host.output(x.shape, 'float32');
        const dGamma = host.output([c], 'float32');
        const dBeta = host.output([c], 'float32');
        host.scratch(4 * c, (scratch) =>
          wasm.layerNormGrad(
            host.address(dy),
            host.address(x),
            host.address(gamma),
            host.address(y),
            host.address(dx),
            host.address(dGamma),
            host.address(dBeta),
            scratch,
            rows,
            c,
            epsilon,
            elu,
          ),
        );
        return [dx, dGamma, dBeta];
      },
    },
  ];
}

/** Rows and their length. */
function rowsOf({ shape }: tf.TensorInfo): [rows: number, c: number] {
  return [shape.slice(0, -1).reduce((product, size) => product * size, 1), shape.at(-1) ?? 1];
}

/** All gradients come out of one sweep; those nobody asks for go with the rest of the backward pass. */
export function registerLayerNormGradients(): void {
  if (tf.getGradient(LAYER_NORM) != null) return;
  tf.registerGradient({
    kernelName: LAYER_NORM,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, gamma, y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor];
      const inputs = { dy: dy as tf.Tensor, x, gamma, y };
      const [dx, dGamma, dBeta] = tf.engine().runKernel(LAYER_NORM_GRAD, inputs, attrs) as tf.Tensor[];
      return { x: () => dx!, gamma: () => dGamma!, beta: () => dBeta! };
    },
  });
}
