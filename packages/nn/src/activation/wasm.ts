import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from './plain.js';

/** What assembly/activation exports; addresses are byte offsets into the backend's memory. */
export interface ActivationExports {
  biasActivation(x: number, bias: number, y: number, n: number, t: number, c: number, code: number): void;
  biasActivationGradX(dy: number, y: number, dx: number, size: number, code: number): void;
  biasActivationGradBias(
    dy: number,
    y: number,
    dBias: number,
    n: number,
    t: number,
    c: number,
    code: number,
  ): void;
}

/** Inputs x, bias (optional); attributes as {@link BiasActivationAttributes}. */
export const BIAS_ACTIVATION = 'RnpBiasActivation';
const GRAD_X = 'RnpBiasActivationGradX';
const GRAD_BIAS = 'RnpBiasActivationGradBias';

// A type, not an interface: attributes need an index signature.
type BiasActivationAttributes = {
  readonly n: number;
  readonly rows: number;
  readonly c: number;
  readonly code: number;
  readonly biasShape: number[];
};

/** Codes of assembly/activation/biasActivation.ts. 'sin' has none: its slope cannot be told from its output. */
const codes: Readonly<Partial<Record<Activation, number>>> = Object.freeze({
  identity: 0,
  elu: 1,
  relu: 2,
  relu6: 3,
  tanh: 4,
  sigmoid: 5,
});

/** The kernel's number for an activation; undefined when the kernel does not do it. */
export function activationCode(activation: Activation): number | undefined {
  return codes[activation];
}

export function activationKernels(wasm: ActivationExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    {
      kernelName: BIAS_ACTIVATION,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { x, bias } = inputs as { x: tf.TensorInfo; bias?: tf.TensorInfo };
        const { n, rows, c, code } = attrs as unknown as BiasActivationAttributes;
        const y = host.output(x.shape, 'float32');
        wasm.biasActivation(
          host.address(x),
          bias === undefined ? 0 : host.address(bias),
          host.address(y),
          n,
          rows,
          c,
          code,
        );
        return y;
      },
    },
    {
      kernelName: GRAD_X,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { dy, y } = inputs as { dy: tf.TensorInfo; y: tf.TensorInfo };
        const { n, rows, c, code } = attrs as unknown as BiasActivationAttributes;
        const dx = host.output(dy.shape, 'float32');
        wasm.biasActivationGradX(host.address(dy), host.address(y), host.address(dx), n * rows * c, code);
        return dx;
      },
    },
    {
      kernelName: GRAD_BIAS,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { dy, y } = inputs as { dy: tf.TensorInfo; y: tf.TensorInfo };
        const { n, rows, c, code, biasShape } = attrs as unknown as BiasActivationAttributes;
        const dBias = host.output(biasShape, 'float32');
        wasm.biasActivationGradBias(host.address(dy), host.address(y), host.address(dBias), n, rows, c, code);
        return dBias;
      },
    },
  ];
}

/** One kernel a gradient: the engine runs each closure in its own scope, and only those that are asked for. */
export function registerActivationGradients(): void {
  if (tf.getGradient(BIAS_ACTIVATION) != null) return;
  tf.registerGradient({
    kernelName: BIAS_ACTIVATION,
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const upstream = dy as tf.Tensor;
      const inputs = { dy: upstream, y: saved[0]! };
      const run = (kernel: string): tf.Tensor => tf.engine().runKernel(kernel, inputs, attrs) as tf.Tensor;
      return {
        // The bias alone has slope 1: no copy.
        x: () => (attrs.code === codes.identity ? tf.reshape(upstream, upstream.shape) : run(GRAD_X)),
        bias: () => run(GRAD_BIAS),
      };
    },
  });
}
