import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { nnModule } from '../wasm/nnModule.js';
import type { Activation } from './plain.js';

/** The slope of a sine cannot be told from its output. */
export type Coded = Exclude<Activation, 'sin'>;

/** How x [n·rows, c] and the bias lie. */
export interface BiasActivationAttributes extends Readonly<Record<string, unknown>> {
  /** Samples, one bias each. */
  readonly n: number;
  /** Rows of a sample. */
  readonly rows: number;
  readonly c: number;
  readonly activation: Coded;
  /** Shape of the bias; empty for none. */
  readonly biasShape: number[];
}

/** Codes of assembly/activation/biasActivation.ts. */
const codes: Readonly<Record<Coded, number>> = Object.freeze({
  identity: 0,
  elu: 1,
  relu: 2,
  relu6: 3,
  tanh: 4,
  sigmoid: 5,
});

/** Whether the kernel does this activation. */
export function hasCode(activation: Activation): activation is Coded {
  return Object.hasOwn(codes, activation);
}

export const wasmBiasActivation: OpForm = /* @__PURE__ */ nnModule.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
    const { x, bias } = inputs as { x: tf.TensorInfo; bias?: tf.TensorInfo };
    const { n, rows, c, activation } = attrs as unknown as BiasActivationAttributes;
    const y = host.output(x.shape, 'float32');
    const biasAt = bias === undefined ? 0 : host.address(bias);
    wasm.biasActivation(host.address(x), biasAt, host.address(y), n, rows, c, codes[activation]);
    return y;
  },
  gradX: ({ inputs, attrs }) => {
    const { dy, y } = inputs as { dy: tf.TensorInfo; y: tf.TensorInfo };
    const { n, rows, c, activation } = attrs as unknown as BiasActivationAttributes;
    const dx = host.output(dy.shape, 'float32');
    const size = n * rows * c;
    wasm.biasActivationGradX(host.address(dy), host.address(y), host.address(dx), size, codes[activation]);
    return dx;
  },
  gradBias: ({ inputs, attrs }) => {
    const { dy, y } = inputs as { dy: tf.TensorInfo; y: tf.TensorInfo };
    const { n, rows, c, activation, biasShape } = attrs as unknown as BiasActivationAttributes;
    const dBias = host.output(biasShape, 'float32');
    const [dyAt, yAt, to] = [host.address(dy), host.address(y), host.address(dBias)];
    const run = (scratch: number): void =>
      wasm.biasActivationGradBias(dyAt, yAt, to, n, rows, c, codes[activation], scratch);
    const bytes = wasm.biasActivationScratch(rows, c);
    if (bytes === 0) run(0);
    else host.scratch(bytes, run);
    return dBias;
  },
}));
