// The last layer of a hypernetwork for a few programs: reading its matrices takes the time, so each is read once.
import { addRowsTimesMatrix, rowTimesMatrixStreamed } from '@rnp-tools/side-module/assembly/rows';

/** Bytes of a matrix' row that are taken at a time: the sums of all programs stay in the first-level cache. */
const BLOCK: usize = 4096;

/** Bytes of scratch. */
export function generateScratch(): i32 {
  return <i32>(2 * BLOCK);
}

/**
 * out [n, …] = features [n, f] · kernel [f, s], out's rows `stepOut` bytes apart. `exact` sums in float64, program by
 * program, else in float32.
 */
export function generate(
  features: usize, kernel: usize, out: usize, stepOut: usize, scratch: usize, n: i32, f: i32, s: i32, exact: bool,
): void {
  const step = <usize>f << 2;
  const line = <usize>s << 2;
  for (let at: usize = 0; at < line; at += BLOCK) {
    const bytes = min(BLOCK, line - at);
    if (exact) {
      for (let r = 0; r < n; r++) {
        const to = out + <usize>r * stepOut + at;
        rowTimesMatrixStreamed(features + <usize>r * step, f, kernel + at, line, to, bytes, scratch);
      }
    } else {
      for (let r = 0; r < n; r++) memory.fill(out + <usize>r * stepOut + at, 0, bytes);
      addRowsTimesMatrix(features, step, f, kernel + at, line, out + at, stepOut, n, bytes);
    }
  }
}
