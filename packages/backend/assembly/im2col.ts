// h w c image, oh ow positions of the window, kh kw its size, sh sw its strides, top left the padding before.
// A row is one (image, oy); its columns are ow x (kh kw c) values. Addresses are in bytes.

/** Copies the windows of rows [first, last) of all images' rows, counted image * oh + oy, to `columns`. */
export function im2colRows(
  image: usize, columns: usize, first: i32, last: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const line = <usize>(kw * c) << 2;
  for (let r = first; r < last; r++) {
    const item = r / oh;
    const from = image + (<usize>(item * h * w * c) << 2);
    const y0 = (r - item * oh) * sh - top;
    for (let ox = 0; ox < ow; ox++) {
      const x0 = ox * sw - left;
      const lo = min(kw, max(0, -x0));
      const hi = max(lo, min(kw, w - x0));
      for (let y = y0; y < y0 + kh; y++) {
        if (y < 0 || y >= h) {
          clear(columns, kw * c);
        } else {
          clear(columns, lo * c);
          // Neighbouring pixels of a line are neighbours in memory.
          copy(from + (<usize>((y * w + x0 + lo) * c) << 2), columns + (<usize>(lo * c) << 2), (hi - lo) * c);
          clear(columns + (<usize>(hi * c) << 2), (kw - hi) * c);
        }
        columns += line;
      }
    }
  }
}

/** The adjoint: adds the columns of rows [first, last) where im2colRows read them. */
export function col2imRows(
  columns: usize, image: usize, first: i32, last: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32,
): void {
  const line = <usize>(kw * c) << 2;
  for (let r = first; r < last; r++) {
    const item = r / oh;
    const to = image + (<usize>(item * h * w * c) << 2);
    const y0 = (r - item * oh) * sh - top;
    for (let ox = 0; ox < ow; ox++) {
      const x0 = ox * sw - left;
      const lo = min(kw, max(0, -x0));
      const hi = max(lo, min(kw, w - x0));
      for (let y = y0; y < y0 + kh; y++) {
        if (y >= 0 && y < h) {
          add(columns + (<usize>(lo * c) << 2), to + (<usize>((y * w + x0 + lo) * c) << 2), (hi - lo) * c);
        }
        columns += line;
      }
    }
  }
}

/** Fills `count` values with zeros. */
// @ts-ignore decorator
@inline
export function clear(at: usize, count: i32): void {
  const zero = f32x4.splat(0);
  for (; count >= 4; count -= 4) {
    v128.store(at, zero);
    at += 16;
  }
  for (; count > 0; count--) {
    store<f32>(at, 0);
    at += 4;
  }
}

/** to[i] = from[i]; any values of four bytes. */
// @ts-ignore decorator
@inline
export function copy(from: usize, to: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(from));
    from += 4;
    to += 4;
  }
}

/** to[i] += from[i]. */
// @ts-ignore decorator
@inline
export function add(from: usize, to: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    from += 16;
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    from += 4;
    to += 4;
  }
}
