// n programs, t children, z latent
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { decoderModule } from './decoderModule.js';

// A type, not an interface: attributes need an index signature.
export type UnrollAttributes = {
  readonly children: number;
  readonly latent: number;
  readonly hidden: number;
  readonly cellInput: number;
  /** 1 when states pass elu, 0 when they are the cell's sums. */
  readonly elu: number;
  /** 1 when the children that the modules read are given, 0 when they read their own answers. */
  readonly given: number;
};

type Inputs<K extends string> = Readonly<Record<K, tf.TensorInfo>>;

/**
 * state [n, S] and policy [n, P], a module's weights side by side as scripts/moduleLayout.js says → states [n, t, z], actions
 * [n, t, 6] and what the gradient needs of the children; their gradients, those inputs and outputs → gradients of both.
 *
 * With givenStates [n, t, z] and givenActions [n, t, 6] the loop is closed: states and actions are what is predicted of them. The
 * gradient, of the attribute `given`, then ends with theirs. Gradients of the weights may lie where these did.
 */
export const wasmUnroll: OpForm = /* @__PURE__ */ decoderModule.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
    const { state, policy, givenStates, givenActions } = inputs as unknown as Inputs<'state' | 'policy'> &
      Partial<Inputs<'givenStates' | 'givenActions'>>;
    const { children, latent, hidden, cellInput, elu } = attrs as unknown as UnrollAttributes;
    const n = state.shape[0]!;
    const states = host.output([n, children, latent], 'float32');
    const actions = host.output([n, children, 6], 'float32');
    const saved = host.output([n, wasm.unrollSaved(children, latent, hidden, cellInput)], 'float32');
    wasm.unroll(
      host.address(state),
      host.address(policy),
      givenStates ? host.address(givenStates) : 0,
      givenActions ? host.address(givenActions) : 0,
      host.address(states),
      host.address(actions),
      host.address(saved),
      n,
      children,
      latent,
      hidden,
      cellInput,
      elu,
    );
    return [states, actions, saved];
  },
  gradient: ({ inputs, attrs }) => {
    const given = inputs as unknown as Inputs<
      'dStates' | 'dActions' | 'state' | 'policy' | 'states' | 'saved'
    >;
    const { children, latent, hidden, cellInput, elu, given: closed } = attrs as unknown as UnrollAttributes;
    // The generated weights are most of what a step holds: their gradients take their place.
    const dState = host.outputOver(given.state);
    const dPolicy = host.outputOver(given.policy);
    const dGiven = closed
      ? [host.output(given.dStates.shape, 'float32'), host.output(given.dActions.shape, 'float32')]
      : [];
    const [dGivenStates = 0, dGivenActions = 0] = dGiven.map((tensor) => host.address(tensor));
    host.scratch(wasm.unrollScratch(children, latent, hidden, cellInput), (scratch) =>
      wasm.unrollGrad(
        host.address(given.dStates),
        host.address(given.dActions),
        host.address(given.state),
        host.address(given.policy),
        host.address(given.states),
        host.address(given.saved),
        host.address(dState),
        host.address(dPolicy),
        dGivenStates,
        dGivenActions,
        scratch,
        given.state.shape[0]!,
        children,
        latent,
        hidden,
        cellInput,
        elu,
      ),
    );
    return [dState, dPolicy, ...dGiven];
  },
}));
