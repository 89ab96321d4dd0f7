// k inner dimension of a product
import * as tf from '@tensorflow/tfjs-core';

type Kernel = NonNullable<ReturnType<typeof tf.getKernel>>;
type Call = Parameters<Kernel['kernelFunc']>[0];

/** What is used of TensorFlow.js' backend. */
interface WebglBackend {
  disposeIntermediateTensorInfo(tensor: tf.TensorInfo): void;
}

const products: readonly string[] = ['BatchMatMul', '_FusedMatMul'];

const mended = new WeakSet<Kernel>();

/**
 * Makes products right whose k is odd. TensorFlow.js keeps numbers in fours; where the last ones are none, sums and exponentials of it leave numbers there
 * that are none of the tensor's, and its product counts them in: one term too many, of 123 for example. So both operands get a row of zeros. Idempotent.
 */
export function mendProducts(): void {
  if (tf.getBackend() !== 'webgl') return;
  for (const name of products) {
    const kernel = tf.getKernel(name, 'webgl');
    if (kernel === undefined || mended.has(kernel)) continue;
    const { kernelFunc } = kernel;
    tf.unregisterKernel(name, 'webgl');
    tf.registerKernel({ ...kernel, kernelFunc: (call) => evenly(kernelFunc, call) });
    mended.add(tf.getKernel(name, 'webgl')!);
  }
}

function evenly(product: Kernel['kernelFunc'], call: Call): ReturnType<Kernel['kernelFunc']> {
  const { a, b } = call.inputs as { readonly a: tf.TensorInfo; readonly b: tf.TensorInfo };
  const { transposeA, transposeB } = call.attrs as Readonly<Record<'transposeA' | 'transposeB', boolean>>;
  const inner = a.shape[a.shape.length - (transposeA ? 2 : 1)]!;
  if (inner % 2 === 0) return product(call);
  const padded = {
    a: withZeros(a, transposeA ? 2 : 1, call.backend),
    b: withZeros(b, transposeB ? 1 : 2, call.backend),
  };
  try {
    return product({ ...call, inputs: { ...call.inputs, ...padded } });
  } finally {
    const { disposeIntermediateTensorInfo: dispose } = call.backend as unknown as WebglBackend;
    for (const tensor of Object.values(padded)) dispose.call(call.backend, tensor);
  }
}

/** One zero more along an axis. @param axis counted from the last one, 1 */
function withZeros(x: tf.TensorInfo, axis: number, backend: Call['backend']): tf.TensorInfo {
  const paddings = x.shape.map((_, i) => [0, i === x.shape.length - axis ? 1 : 0]);
  const attrs = { paddings, constantValue: 0 };
  return tf.getKernel('PadV2', 'webgl')!.kernelFunc({ inputs: { x }, backend, attrs }) as tf.TensorInfo;
}
