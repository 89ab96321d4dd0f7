// n programs, t children, z latent, H hidden, P values of a patch
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { decoderModule } from './decoderModule.js';

type Inputs<K extends string> = Readonly<Record<K, tf.TensorInfo>>;

/**
 * states [n, t, z], kernel1 [n, z, H], bias1 [n, H], kernel2 [n, H, P], bias2 [n, P] → the patches [n, t, P] and the hidden
 * layers [n, t, H]; dy [n, t, P], states, kernel1, kernel2, and both outputs as out and hidden → the gradients of states,
 * kernel1, bias1, kernel2, bias2; those of kernels may lie where the kernels did.
 */
export const wasmPatches: OpForm = /* @__PURE__ */ decoderModule.form((wasm, host) => ({
  forward: ({ inputs }) => {
    const { states, kernel1, bias1, kernel2, bias2 } = inputs as unknown as Inputs<
      'states' | 'kernel1' | 'bias1' | 'kernel2' | 'bias2'
    >;
    const [n, t, z] = states.shape as [number, number, number];
    const [, h, p] = kernel2.shape as [number, number, number];
    const hidden = host.output([n, t, h], 'float32');
    const out = host.output([n, t, p], 'float32');
    wasm.patches(
      host.address(states),
      host.address(kernel1),
      host.address(bias1),
      host.address(kernel2),
      host.address(bias2),
      host.address(hidden),
      host.address(out),
      n,
      t,
      z,
      h,
      p,
    );
    return [out, hidden];
  },
  gradient: ({ inputs }) => {
    const { dy, states, kernel1, kernel2, hidden, out } = inputs as unknown as Inputs<
      'dy' | 'states' | 'kernel1' | 'kernel2' | 'hidden' | 'out'
    >;
    const [n, t, z] = states.shape as [number, number, number];
    const [, h, p] = kernel2.shape as [number, number, number];
    // The generated weights are most of what a step holds: their gradients take their place.
    const gradients = [
      host.output(states.shape, 'float32'),
      host.outputOver(kernel1),
      host.output([n, h], 'float32'),
      host.outputOver(kernel2),
      host.output([n, p], 'float32'),
    ];
    host.scratch(wasm.patchesScratch(t, h, p), (scratch) => {
      const [dStates, dKernel1, dBias1, dKernel2, dBias2] = gradients.map(host.address) as [
        number,
        number,
        number,
        number,
        number,
      ];
      wasm.patchesGrad(
        host.address(dy),
        host.address(states),
        host.address(kernel1),
        host.address(kernel2),
        host.address(hidden),
        host.address(out),
        dStates,
        dKernel1,
        dBias1,
        dKernel2,
        dBias2,
        scratch,
        n,
        t,
        z,
        h,
        p,
      );
    });
    return gradients;
  },
}));
