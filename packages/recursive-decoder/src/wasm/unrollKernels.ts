// n programs, t steps, z latent
import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderExports } from './moduleExports.js';

/**
 * Inputs state [n, S] and policy [n, P], a module's weights side by side as assembly/module.ts says; attributes as
 * {@link UnrollAttributes}. Outputs states [n, t, z], actions [n, t, 6] and what the gradient needs of the steps.
 */
export const UNROLL = 'RnpUnroll';
const UNROLL_GRAD = 'RnpUnrollGrad';

// A type, not an interface: attributes need an index signature.
export type UnrollAttributes = {
  readonly steps: number;
  readonly latent: number;
  readonly hidden: number;
  readonly cellInput: number;
  /** 1 when states pass elu, 0 when they are the cell's sums. */
  readonly elu: number;
};

type Inputs<K extends string> = Readonly<Record<K, tf.TensorInfo>>;

export function unrollKernels(wasm: DecoderExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    {
      kernelName: UNROLL,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { state, policy } = inputs as unknown as Inputs<'state' | 'policy'>;
        const { steps, latent, hidden, cellInput, elu } = attrs as unknown as UnrollAttributes;
        const n = state.shape[0]!;
        const states = host.output([n, steps, latent], 'float32');
        const actions = host.output([n, steps, 6], 'float32');
        const saved = host.output([n, wasm.unrollSaved(steps, latent, hidden, cellInput)], 'float32');
        wasm.unroll(
          host.address(state),
          host.address(policy),
          host.address(states),
          host.address(actions),
          host.address(saved),
          n,
          steps,
          latent,
          hidden,
          cellInput,
          elu,
        );
        return [states, actions, saved];
      },
    },
    {
      kernelName: UNROLL_GRAD,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const given = inputs as unknown as Inputs<
          'dStates' | 'dActions' | 'state' | 'policy' | 'states' | 'saved'
        >;
        const { steps, latent, hidden, cellInput, elu } = attrs as unknown as UnrollAttributes;
        const dState = host.output(given.state.shape, 'float32');
        const dPolicy = host.output(given.policy.shape, 'float32');
        host.scratch(wasm.unrollScratch(steps, latent, hidden, cellInput), (scratch) =>
          wasm.unrollGrad(
            host.address(given.dStates),
            host.address(given.dActions),
            host.address(given.state),
            host.address(given.policy),
            host.address(given.states),
            host.address(given.saved),
            host.address(dState),
            host.address(dPolicy),
            scratch,
            given.state.shape[0]!,
            steps,
            latent,
            hidden,
            cellInput,
            elu,
          ),
        );
        return [dState, dPolicy];
      },
    },
  ];
}

/**
 * Both gradients come out of one sweep. The engine calls `gradFunc` once a node and disposes of what it made with
 * the rest of the backward pass, so a gradient that nobody asks for is no leak.
 */
export function registerUnrollGradient(): void {
  if (tf.getGradient(UNROLL) != null) return;
  tf.registerGradient({
    kernelName: UNROLL,
    inputsToSave: ['state', 'policy'],
    outputsToSave: [true, false, true],
    gradFunc: (dy, saved, attrs) => {
      const [dStates, dActions] = dy as tf.Tensor[];
      const [state, policy, states, kept] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const inputs = { dStates: dStates!, dActions: dActions!, state, policy, states, saved: kept };
      const [dState, dPolicy] = tf.engine().runKernel(UNROLL_GRAD, inputs, attrs) as tf.Tensor[];
      return { state: () => dState!, policy: () => dPolicy! };
    },
  });
}
