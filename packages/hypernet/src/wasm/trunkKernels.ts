// n programs, z latent size, f hidden features
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { hypernetModule } from './hypernetModule.js';

/**
 * A list of z [n, z] and the parameters in the order that `trunk` takes; attribute epsilon → the features [n, f], in float64 and
 * rounded once, and what the gradient needs; dy [n, f], that and the inputs → the gradients of all inputs.
 */
export const wasmTrunk: OpForm = /* @__PURE__ */ hypernetModule.form((wasm, host) => {
  const writeAddresses = (at: number, tensors: readonly tf.TensorInfo[]): void =>
    new Uint32Array(host.memory().buffer, at, tensors.length).set(tensors.map(host.address));
  return {
    forward: ({ inputs, attrs }) => {
      const [z, ...parameters] = inputs as unknown as [tf.TensorInfo, ...tf.TensorInfo[]];
      const { n, latent, hidden, layers } = sizesOf(z, parameters);
      const out = host.output([n, hidden], 'float32');
      const kept = host.output([n, 2 * latent + 1 + layers * (2 * hidden + 1)], 'float32');
      const rows = 16 * Math.max(latent, hidden);
      host.scratch(rows + 4 * parameters.length, (block) => {
        writeAddresses(block + rows, parameters);
        wasm.trunk(
          host.address(z),
          block + rows,
          block,
          host.address(out),
          host.address(kept),
          n,
          latent,
          hidden,
          layers,
          (attrs as unknown as { epsilon: number }).epsilon,
        );
      });
      return [out, kept];
    },
    gradient: ({ inputs }) => {
      const [dy, kept, z, ...parameters] = inputs as unknown as [
        tf.TensorInfo,
        tf.TensorInfo,
        tf.TensorInfo,
        ...tf.TensorInfo[],
      ];
      const { n, latent, hidden, layers } = sizesOf(z, parameters);
      const dz = host.output(z.shape, 'float32');
      const gradients = parameters.map(({ shape }) => host.output(shape, 'float32'));
      const list = 4 * parameters.length;
      host.scratch(wasm.trunkGradScratch(latent, hidden, layers) + 2 * list, (block) => {
        writeAddresses(block, parameters);
        writeAddresses(block + list, gradients);
        for (const gradient of gradients) {
          const size = gradient.shape.reduce((product, side) => product * side, 1);
          new Float32Array(host.memory().buffer, host.address(gradient), size).fill(0);
        }
        wasm.trunkGrad(
          host.address(dy),
          block,
          host.address(kept),
          host.address(dz),
          block + list,
          block + 2 * list,
          n,
          latent,
          hidden,
          layers,
        );
      });
      return [dz, ...gradients];
    },
  };
});

function sizesOf(
  z: tf.TensorInfo,
  parameters: readonly tf.TensorInfo[],
): { n: number; latent: number; hidden: number; layers: number } {
  const [n, latent] = z.shape as [number, number];
  return { n, latent, hidden: parameters.at(-1)!.shape[0]!, layers: (parameters.length - 2) / 4 };
}
