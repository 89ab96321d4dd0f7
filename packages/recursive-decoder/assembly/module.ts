// The generated recurrent module (docs/model.md, *One level*), all its weights side by side in one row of float32:
//   encoder1 kernel [z + 6, H], bias [H]; encoder2 kernel [H, C], bias [C];
//   cell recurrent kernel [z, z], kernel [C, z], bias [z], initial [z];
//   then the state module's first state [z], or the policy module's action kernel [z, 6], bias [6], first action [6].
// z latent, H hidden, C cell input. Offsets and sizes below are in bytes.

export const ACTION: i32 = 6;

// @ts-ignore: decorator
@inline
export function encoder1Bias(z: i32, h: i32): usize {
  return <usize>((z + ACTION) * h) << 2;
}

// @ts-ignore: decorator
@inline
export function encoder2(z: i32, h: i32): usize {
  return encoder1Bias(z, h) + (<usize>h << 2);
}

// @ts-ignore: decorator
@inline
export function encoder2Bias(z: i32, h: i32, c: i32): usize {
  return encoder2(z, h) + (<usize>(h * c) << 2);
}

// @ts-ignore: decorator
@inline
export function recurrent(z: i32, h: i32, c: i32): usize {
  return encoder2Bias(z, h, c) + (<usize>c << 2);
}

// @ts-ignore: decorator
@inline
export function cellKernel(z: i32, h: i32, c: i32): usize {
  return recurrent(z, h, c) + (<usize>(z * z) << 2);
}

// @ts-ignore: decorator
@inline
export function cellBias(z: i32, h: i32, c: i32): usize {
  return cellKernel(z, h, c) + (<usize>(c * z) << 2);
}

// @ts-ignore: decorator
@inline
export function cellInitial(z: i32, h: i32, c: i32): usize {
  return cellBias(z, h, c) + (<usize>z << 2);
}

/** The first state, or the action decoder's kernel. */
// @ts-ignore: decorator
@inline
export function head(z: i32, h: i32, c: i32): usize {
  return cellInitial(z, h, c) + (<usize>z << 2);
}

/** From the action decoder's kernel to its bias. */
// @ts-ignore: decorator
@inline
export function actionBias(z: i32): usize {
  return <usize>(z * ACTION) << 2;
}

/** From the action decoder's kernel to the first action. */
// @ts-ignore: decorator
@inline
export function firstAction(z: i32): usize {
  return actionBias(z) + (ACTION << 2);
}

/** A program's weights of the state module. */
// @ts-ignore: decorator
@inline
export function stateBytes(z: i32, h: i32, c: i32): usize {
  return head(z, h, c) + (<usize>z << 2);
}

/** A program's weights of the policy module. */
// @ts-ignore: decorator
@inline
export function policyBytes(z: i32, h: i32, c: i32): usize {
  return head(z, h, c) + firstAction(z) + (ACTION << 2);
}
