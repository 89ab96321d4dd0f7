// Legend: n items, m frames an item, h w c patch, H W canvas.

/**
 * The coordinates of `size` pixel centres: -1 ... 1, a single pixel at 0. Computed in float64 and rounded
 * once, as the portable form does, so that both walk over exactly the same points.
 */
export function writeCoordinates(out: usize, size: i32): void {
  if (size == 1) {
    store<f32>(out, 0);
    return;
  }
  const last = f64(size - 1);
  for (let i = 0; i < size; i++) store<f32>(out + (<usize>i << 2), f32((2.0 * f64(i)) / last - 1.0));
}

/** Copies a patch [h, w, c] into the middle of [h + 2, w + 2, c]; the rim must already be zero. */
export function pad(patch: usize, padded: usize, h: i32, w: i32, c: i32): void {
  const row = <usize>(w * c) << 2;
  const paddedRow = <usize>((w + 2) * c) << 2;
  let to = padded + paddedRow + (<usize>c << 2);
  for (let y = 0; y < h; y++) {
    memory.copy(to, patch, row);
    to += paddedRow;
    patch += row;
  }
}

/** The reverse of `pad`: cuts the rim off. */
export function unpad(padded: usize, patch: usize, h: i32, w: i32, c: i32): void {
  const row = <usize>(w * c) << 2;
  const paddedRow = <usize>((w + 2) * c) << 2;
  let from = padded + paddedRow + (<usize>c << 2);
  for (let y = 0; y < h; y++) {
    memory.copy(patch, from, row);
    from += paddedRow;
    patch += row;
  }
}

/** Bytes of a patch with its rim. */
export function paddedBytes(h: i32, w: i32, c: i32): usize {
  return <usize>((h + 2) * (w + 2) * c) << 2;
}

/** Fills `count` floats with NaN. */
export function fillNaN(out: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<f32>(out + (<usize>i << 2), f32.NaN);
}
