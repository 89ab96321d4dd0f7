// Both recurrent modules of a program, run for all children while their weights sit in the first-level cache.
import { eluRow } from '@rnp-tools/side-module/assembly/elu';
import { rowTimesMatrices } from '@rnp-tools/side-module/assembly/rows';
import {
  ACTION, actionBias, actionKernel, cellBias, cellInitial, cellKernel, cellRecurrentKernel, encoder1Bias, encoder2Bias,
  encoder2Kernel, initialAction, initialState, policyBytes, stateBytes,
} from './moduleLayout.generated.ts';
import { sineCosine } from './sine';

// What the forward pass keeps of a program: a record for each step, then the policy cell's last output [z] and the
// slopes of the first action's sine [6]. A record holds, in this order, the policy cell's previous output [z], the
// state cell's [z], the encoders' input (z, a) [z + 6], the first and second layers of the state's encoder [H], [C],
// of the policy's [H], [C], and the slopes of the action's sine [6].

/** Bytes of one record. */
// @ts-ignore: decorator
@inline
export function recordBytes(z: i32, h: i32, c: i32): usize {
  return <usize>(3 * z + 2 * (h + c + ACTION)) << 2;
}

/** Values kept of a program. */
export function unrollSaved(children: i32, z: i32, h: i32, c: i32): i32 {
  return children * <i32>(recordBytes(z, h, c) >> 2) + z + ACTION;
}

/**
 * state [n, S], policy [n, P] → states [n, children, z], actions [n, children, 6], saved [n, unrollSaved].
 * z_t = f(cell), f elu or the identity; a_t = sin(action decoder).
 *
 * The loop is closed where `givenStates` [n, children, z] and `givenActions` [n, children, 6] are not 0: the modules and the state cell
 * then read the given child, not their own answer.
 */
export function unroll(
  state: usize, policy: usize, givenStates: usize, givenActions: usize, states: usize, actions: usize, saved: usize,
  n: i32, children: i32, z: i32, h: i32, c: i32, elu: bool,
): void {
  const vector = <usize>z << 2;
  const action = <usize>ACTION << 2;
  const record = recordBytes(z, h, c);
  const slopes = record - action;
  let readStates = givenStates === 0 ? states : givenStates;
  let readActions = givenActions === 0 ? actions : givenActions;
  for (let item = 0; item < n; item++) {
    const tail = saved + <usize>children * record;
    memory.copy(saved, policy + cellInitial(z, h, c), vector);
    memory.copy(saved + vector, state + cellInitial(z, h, c), vector);
    let seen = saved + 2 * vector;
    memory.copy(seen, state + initialState(z, h, c), vector);
    if (elu) eluRow(seen, seen, z);
    act(policy + initialAction(z, h, c), seen + vector, tail + vector);
    for (let t = 0; t < children; t++) {
      const hidden = seen + vector + action;
      const policyHidden = hidden + (<usize>(h + c) << 2);
      const next = saved + record;
      step(state, seen, saved + vector, hidden, states, z, h, c);
      if (elu) eluRow(states, states, z);
      step(policy, seen, saved, policyHidden, next, z, h, c);
      eluRow(next, next, z);
      const decoder = policy + actionKernel(z, h, c);
      rowTimesMatrices(next, z, decoder, 0, 0, 0, policy + actionBias(z, h, c), actions, ACTION);
      act(actions, actions, saved + slopes);
      seen = next + 2 * vector;
      if (t + 1 < children) {
        memory.copy(next + vector, readStates, vector);
        memory.copy(seen, readStates, vector);
        memory.copy(seen + vector, readActions, action);
      }
      saved = next;
      states += vector;
      actions += action;
      readStates += vector;
      readActions += action;
    }
    saved = tail + vector + action;
    state += stateBytes(z, h, c);
    policy += policyBytes(z, h, c);
  }
}

/** One module's encoder and cell, without the cell's activation. `hidden` receives both layers, `out` the cell. */
function step(
  weights: usize, seen: usize, previous: usize, hidden: usize, out: usize, z: i32, h: i32, c: i32,
): void {
  const second = hidden + (<usize>h << 2);
  rowTimesMatrices(seen, z + ACTION, weights, 0, 0, 0, weights + encoder1Bias(z, h, c), hidden, h);
  eluRow(hidden, hidden, h);
  rowTimesMatrices(hidden, h, weights + encoder2Kernel(z, h, c), 0, 0, 0, weights + encoder2Bias(z, h, c), second, c);
  eluRow(second, second, c);
  rowTimesMatrices(
    second, c, weights + cellKernel(z, h, c), previous, z, weights + cellRecurrentKernel(z, h, c), weights + cellBias(z, h, c),
    out, z,
  );
}

/** Six angles → their sines, and the sines' slopes. */
function act(angles: usize, sines: usize, slopes: usize): void {
  for (let i: usize = 0; i < <usize>ACTION << 2; i += 4) sineCosine(load<f32>(angles + i), sines + i, slopes + i);
}
