// Backpropagation through both recurrent modules of a program, through all children.
import { eluRowGrad } from '@rnp-tools/side-module/assembly/elu';
import { matrixTimesRow, sumOfOuterProducts, sumOfRows } from '@rnp-tools/side-module/assembly/rowGradients';
import {
  ACTION, actionBias, actionKernel, cellBias, cellInitial, cellKernel, cellRecurrentKernel, encoder1Bias, encoder2Bias,
  encoder2Kernel, initialAction, initialState, policyBytes, stateBytes,
} from './moduleLayout.generated.ts';
import { recordBytes } from './unroll';

// The gradients of one step, in scratch: first and second layer of the state's encoder [H], [C] and its cell [z]; the
// same of the policy; the action before its sine [6]. All before their activations.

// @ts-ignore: decorator
@inline
function stepBytes(z: i32, h: i32, c: i32): usize {
  return <usize>(2 * (h + c + z) + ACTION) << 2;
}

/** Bytes of scratch: the children, then what the next one hands back: to its input [z + 6] and to both cells [z]. */
export function unrollScratch(children: i32, z: i32, h: i32, c: i32): i32 {
  return children * <i32>stepBytes(z, h, c) + ((3 * z + ACTION) << 2);
}

/**
 * dStates, dActions, and what `unroll` read and wrote → dState [n, S], dPolicy [n, P], which may lie where state and policy do.
 *
 * With a closed loop dStates and dActions are those of the answers, and what the next step hands back goes to the given child that it
 * read: dGivenStates [n, children, z], dGivenActions [n, children, 6]; both 0 where the loop is open.
 */
export function unrollGrad(
  dStates: usize, dActions: usize, state: usize, policy: usize, states: usize, saved: usize,
  dState: usize, dPolicy: usize, dGivenStates: usize, dGivenActions: usize, scratch: usize, n: i32, children: i32, z: i32, h: i32, c: i32, elu: bool,
): void {
  const vector = <usize>z << 2;
  const action = <usize>ACTION << 2;
  const layers = <usize>(h + c) << 2;
  const record = recordBytes(z, h, c);
  const bytes = stepBytes(z, h, c);
  const dSeen = scratch + <usize>children * bytes;
  const dMemory = dSeen + vector + action;
  const dPolicyMemory = dMemory + vector;
  for (let item = 0; item < n; item++) {
    const decoder = policy + actionKernel(z, h, c);
    memory.fill(dSeen, 0, 3 * vector + action);
    for (let t = children - 1; t >= 0; t--) {
      const kept = saved + <usize>t * record;
      const hidden = kept + 3 * vector + action;
      const d = scratch + <usize>t * bytes;
      const dCell = d + layers;
      const policyD = dCell + vector;
      const dPolicyCell = policyD + layers;
      const dAction = dPolicyCell + vector;
      const offset = <usize>t * vector;
      const actionOffset = <usize>t * action;

      // What the next step hands back goes to the child that it read: the answer itself, or the given one.
      if (dGivenStates === 0) {
        add(dStates + offset, dSeen, dCell, z);
        add(dCell, dMemory, dCell, z);
        add(dActions + actionOffset, dSeen + vector, dAction, ACTION);
      } else {
        memory.copy(dCell, dStates + offset, vector);
        memory.copy(dAction, dActions + actionOffset, action);
        add(dSeen, dMemory, dGivenStates + offset, z);
        memory.copy(dGivenActions + actionOffset, dSeen + vector, action);
      }
      if (elu) eluRowGrad(dCell, states + offset, dCell, z);
      multiply(dAction, kept + record - action, dAction, ACTION);
      memory.copy(dPolicyCell, dPolicyMemory, vector);
      matrixTimesRow(decoder, dAction, dPolicyCell, z, ACTION, true);
      eluRowGrad(dPolicyCell, kept + record, dPolicyCell, z);

      stepGrad(state, hidden, d, dCell, dMemory, dSeen, z, h, c, false);
      stepGrad(policy, hidden + layers, policyD, dPolicyCell, dPolicyMemory, dSeen, z, h, c, true);
    }

    const policyD = scratch + layers + vector;
    weightsGrad(saved, vector, 3 * vector + action, scratch, record, bytes, children, dState, z, h, c);
    weightsGrad(saved, 0, 3 * vector + action + layers, policyD, record, bytes, children, dPolicy, z, h, c);
    memory.copy(dState + cellInitial(z, h, c), dMemory, vector);
    memory.copy(dPolicy + cellInitial(z, h, c), dPolicyMemory, vector);
    const dFirst = dState + initialState(z, h, c);
    memory.copy(dFirst, dSeen, vector);
    if (elu) eluRowGrad(dFirst, saved + 2 * vector, dFirst, z);

    const dDecoder = dPolicy + actionKernel(z, h, c);
    const dAction = policyD + layers + vector;
    sumOfOuterProducts(saved + record, record, dAction, bytes, children, dDecoder, z, ACTION, false);
    sumOfRows(dAction, bytes, children, dPolicy + actionBias(z, h, c), ACTION, false);
    const tail = saved + <usize>children * record + vector;
    multiply(dSeen + vector, tail, dPolicy + initialAction(z, h, c), ACTION);

    saved = tail + action;
    states += <usize>children * vector;
    dStates += <usize>children * vector;
    dActions += <usize>children * action;
    if (dGivenStates !== 0) {
      dGivenStates += <usize>children * vector;
      dGivenActions += <usize>children * action;
    }
    state += stateBytes(z, h, c);
    policy += policyBytes(z, h, c);
    dState += stateBytes(z, h, c);
    dPolicy += policyBytes(z, h, c);
  }
}

/** From a cell's gradient `dCell` to its memory, both encoder layers (`d`) and, added if `join`, the input. */
function stepGrad(
  weights: usize, hidden: usize, d: usize, dCell: usize, dMemory: usize, dSeen: usize,
  z: i32, h: i32, c: i32, join: bool,
): void {
  const second = <usize>h << 2;
  matrixTimesRow(weights + cellRecurrentKernel(z, h, c), dCell, dMemory, z, z, false);
  matrixTimesRow(weights + cellKernel(z, h, c), dCell, d + second, c, z, false);
  eluRowGrad(d + second, hidden + second, d + second, c);
  matrixTimesRow(weights + encoder2Kernel(z, h, c), d + second, d, h, c, false);
  eluRowGrad(d, hidden, d, h);
  matrixTimesRow(weights, d, dSeen, z + ACTION, h, join);
}

/** A module's gradients of encoder and cell, summed over the children. `previous` and `hidden` are offsets in a record. */
function weightsGrad(
  saved: usize, previous: usize, hidden: usize, d: usize, record: usize, bytes: usize, children: i32, dw: usize,
  z: i32, h: i32, c: i32,
): void {
  const second = <usize>h << 2;
  const cell = second + (<usize>c << 2);
  const seen = saved + (<usize>z << 3);
  const first = saved + hidden;
  sumOfOuterProducts(seen, record, d, bytes, children, dw, z + ACTION, h, false);
  sumOfRows(d, bytes, children, dw + encoder1Bias(z, h, c), h, false);
  sumOfOuterProducts(first, record, d + second, bytes, children, dw + encoder2Kernel(z, h, c), h, c, false);
  sumOfRows(d + second, bytes, children, dw + encoder2Bias(z, h, c), c, false);
  sumOfOuterProducts(saved + previous, record, d + cell, bytes, children, dw + cellRecurrentKernel(z, h, c), z, z, false);
  sumOfOuterProducts(first + second, record, d + cell, bytes, children, dw + cellKernel(z, h, c), c, z, false);
  sumOfRows(d + cell, bytes, children, dw + cellBias(z, h, c), z, false);
}

// @ts-ignore: decorator
@inline
function add(a: usize, b: usize, to: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 4) store<f32>(to + i, load<f32>(a + i) + load<f32>(b + i));
}

// @ts-ignore: decorator
@inline
function multiply(a: usize, b: usize, to: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 4) store<f32>(to + i, load<f32>(a + i) * load<f32>(b + i));
}
