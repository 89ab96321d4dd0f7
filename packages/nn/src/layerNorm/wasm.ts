import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { nnModule } from '../wasm/nnModule.js';

export interface LayerNormAttributes extends Readonly<Record<string, unknown>> {
  readonly epsilon: number;
  /** 1 when elu follows. */
  readonly elu: number;
}

type Inputs<K extends string> = Readonly<Record<K, tf.TensorInfo>>;

export const wasmLayerNorm: OpForm = /* @__PURE__ */ nnModule.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
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
  gradient: ({ inputs, attrs }) => {
    const { dy, x, gamma, y } = inputs as unknown as Inputs<'dy' | 'x' | 'gamma' | 'y'>;
    const { epsilon, elu } = attrs as unknown as LayerNormAttributes;
    const [rows, c] = rowsOf(x);
    const dx = host.output(x.shape, 'float32');
    const dGamma = host.output([c], 'float32');
    const dBeta = host.output([c], 'float32');
    host.scratch(20 * c + 16, (scratch) =>
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
}));

/** Rows and their length. */
function rowsOf({ shape }: tf.TensorInfo): [rows: number, c: number] {
  return [shape.slice(0, -1).reduce((product, size) => product * size, 1), shape.at(-1) ?? 1];
}
