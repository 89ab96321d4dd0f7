import type { WasmHost } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import type { HypernetExports } from './moduleExports.js';

/** Inputs z and p0, p1, …; attribute epsilon. In float64, rounded once; without gradient. */
export const TRUNK = 'RnpTrunk';

export function trunkKernel(wasm: HypernetExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: TRUNK,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { z, ...rest } = inputs as unknown as Record<string, tf.TensorInfo> & { z: tf.TensorInfo };
      const parameters = Object.keys(rest).map((_, i) => rest[`p${i}`]!);
      const [n, latent] = z.shape as [number, number];
      const hidden = parameters.at(-1)!.shape[0]!;
      const out = host.output([n, hidden], 'float32');
      const rows = 16 * Math.max(latent, hidden);
      host.scratch(rows + 4 * parameters.length, (block) => {
        new Uint32Array(host.memory().buffer, block + rows, parameters.length).set(
          parameters.map(host.address),
        );
        wasm.trunk(
          host.address(z),
          block + rows,
          block,
          host.address(out),
          n,
          latent,
          hidden,
          (parameters.length - 2) / 4,
          (attrs as unknown as { epsilon: number }).epsilon,
        );
      });
      return out;
    },
  };
}
