// Frames measured in pixels of the canvas, and the gradient of that (src/softBorder.ts, which says what the numbers are).

/** As in src/softBorder.ts. */
const FLATTEST: f32 = 1e-12;
/** As in span.ts: entries beyond 3.4e30 count as infinite. */
const HEADROOM: f32 = 1e8;

/** frames [n, m, 2, 3] → [n, m, 2, 4]; NaN for an item that has a frame which is not finite. */
export function borders(frames: usize, out: usize, n: i32, m: i32, H: i32, W: i32): void {
  const stepX = step(W), stepY = step(H);
  const rows = 2 * m;
  for (let item = 0; item < n; item++) {
    let poison: f32 = 0;
    for (let i: usize = 0; i < <usize>(3 * rows) << 2; i += 4) poison += load<f32>(frames + i) * HEADROOM * 0;
    for (let row = 0; row < rows; row++) {
      const a = load<f32>(frames), b = load<f32>(frames, 4);
      const reach = reachOf(a * stepX, b * stepY);
      store<f32>(out, a * reach + poison);
      store<f32>(out, b * reach + poison, 4);
      store<f32>(out, load<f32>(frames, 8) * reach + poison, 8);
      store<f32>(out, reach + poison, 12);
      frames += 12;
      out += 16;
    }
  }
}

/** dy [n, m, 2, 4] and the frames → their gradients [n, m, 2, 3]. */
export function bordersGrad(dy: usize, frames: usize, out: usize, n: i32, m: i32, H: i32, W: i32): void {
  const stepX = step(W), stepY = step(H);
  for (let row = 0; row < 2 * n * m; row++) {
    const a = load<f32>(frames), b = load<f32>(frames, 4), c = load<f32>(frames, 8);
    const da = load<f32>(dy), db = load<f32>(dy, 4), dc = load<f32>(dy, 8);
    const reach = reachOf(a * stepX, b * stepY);
    // The reach is (slope² + …)^(−1/2): each entry moves it by −reach³ times its own share of the slope.
    const pull = (a * da + b * db + c * dc + load<f32>(dy, 12)) * reach * reach * reach;
    store<f32>(out, da * reach - pull * a * stepX * stepX);
    store<f32>(out, db * reach - pull * b * stepY * stepY, 4);
    store<f32>(out, dc * reach, 8);
    dy += 16;
    frames += 12;
    out += 12;
  }
}

/** A step to the next pixel; a side of one pixel has none. */
// @ts-ignore: decorator
@inline
function step(side: i32): f32 {
  return side == 1 ? 0 : <f32>(2.0 / <f64>(side - 1));
}

// @ts-ignore: decorator
@inline
function reachOf(x: f32, y: f32): f32 {
  return 1 / sqrt<f32>(x * x + y * y + FLATTEST);
}
