// Legend: h w c patch, H W canvas.

/**
 * The coordinates of `size` pixel centres: -1 ... 1, a single pixel at 0. Computed in float64 and rounded
 * once, as the portable form does, so that both walk over exactly the same points. Up to the next multiple of
 * four follows NaN, which is inside of nothing.
 */
export function writeCoordinates(out: usize, size: i32): void {
  const last = f64(size - 1);
  for (let i = 0; i < size; i++) {
    store<f32>(out + (<usize>i << 2), size == 1 ? 0 : f32((2.0 * f64(i)) / last - 1.0));
  }
  for (let i = size; (i & 3) != 0; i++) store<f32>(out + (<usize>i << 2), f32.NaN);
}

/** Copies a patch [h, w, c] into the middle of [h + 2, w + 2, c]; the rim must already be zero. */
export function pad(patch: usize, padded: usize, h: i32, w: i32, c: i32): void {
  const paddedRow = <usize>((w + 2) * c) << 2;
  let to = padded + paddedRow + (<usize>c << 2);
  for (let y = 0; y < h; y++) {
    copyFloats(patch, to, w * c);
    to += paddedRow;
    patch += <usize>(w * c) << 2;
  }
}

/** The reverse of `pad`: cuts the rim off. */
export function unpad(padded: usize, patch: usize, h: i32, w: i32, c: i32): void {
  const paddedRow = <usize>((w + 2) * c) << 2;
  let from = padded + paddedRow + (<usize>c << 2);
  for (let y = 0; y < h; y++) {
    copyFloats(from, patch, w * c);
    from += paddedRow;
    patch += <usize>(w * c) << 2;
  }
}

/** Bytes of a patch with its rim, and of what a vector at its last pixel reads beyond it. */
export function paddedBytes(h: i32, w: i32, c: i32): usize {
  return (<usize>((h + 2) * (w + 2) * c) << 2) + 16;
}

/** Fills `count` floats with NaN. */
export function fillNaN(out: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<f32>(out + (<usize>i << 2), f32.NaN);
}

@inline
function copyFloats(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(to + (<usize>i << 2), v128.load(from + (<usize>i << 2)));
  for (; i < count; i++) store<f32>(to + (<usize>i << 2), load<f32>(from + (<usize>i << 2)));
}
