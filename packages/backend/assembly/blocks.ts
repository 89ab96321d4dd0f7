// Moving blocks of values of four bytes. Addresses are in bytes, strides in elements.
import { copy } from './im2col';

/** Repeats each of `outer` blocks of `block` values `reps` times. */
export function repeat(from: usize, to: usize, outer: i32, block: i32, reps: i32): void {
  const step = <usize>block << 2;
  for (let o = 0; o < outer; o++) {
    if (block == 1) {
      fill(to, load<i32>(from), reps);
      to += <usize>reps << 2;
    } else {
      for (let r = 0; r < reps; r++) {
        copy(from, to, block);
        to += step;
      }
    }
    from += step;
  }
}

// @ts-ignore decorator
@inline
function fill(at: usize, value: i32, count: i32): void {
  const lanes = i32x4.splat(value);
  for (; count >= 4; count -= 4) {
    v128.store(at, lanes);
    at += 16;
  }
  for (; count > 0; count--) {
    store<i32>(at, value);
    at += 4;
  }
}

/** A box of n0 x n1 x n2 runs of `count` values, the runs s0, s1, s2 apart in `from`, packed in `to`. */
export function box(
  from: usize, to: usize, n0: i32, s0: i32, n1: i32, s1: i32, n2: i32, s2: i32, count: i32,
): void {
  const step = <usize>count << 2;
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      let run = from + (<usize>(i * s0 + j * s1) << 2);
      for (let k = 0; k < n2; k++) {
        copy(run, to, count);
        run += <usize>s2 << 2;
        to += step;
      }
    }
  }
}
