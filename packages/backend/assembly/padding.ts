// h w c image, ph pw the padded one, top left the padding before, which may be negative and then crops. Addresses are in
// bytes.
import { clear, copy } from './im2col';

/** Copies an image of h x w x c to one of ph x pw x c, zeros around it. */
export function padImage(
  from: usize, to: usize, h: i32, w: i32, c: i32, ph: i32, pw: i32, top: i32, left: i32,
): void {
  const x0 = min(pw, max(0, left));
  const x1 = max(x0, min(pw, left + w));
  for (let y = 0; y < ph; y++) {
    const row = y - top;
    if (row < 0 || row >= h) {
      clear(to, pw * c);
    } else {
      clear(to, x0 * c);
      copy(from + (<usize>((row * w + x0 - left) * c) << 2), to + (<usize>(x0 * c) << 2), (x1 - x0) * c);
      clear(to + (<usize>(x1 * c) << 2), (pw - x1) * c);
    }
    to += <usize>(pw * c) << 2;
  }
}
