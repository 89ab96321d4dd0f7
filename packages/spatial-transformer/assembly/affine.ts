// Affine parameters [n, 6] to matrices [n, 2, 3] and back; float64 between one rounding at the start and one at the end.
// p = scaleX, rotation, shear, scaleY, translateX, translateY; s = scale + 1 + scaleOffset:
// [(cos + shear sin) sx, sin sy, sx tx; (shear cos - sin) sx, cos sy, sy ty].

// Of the current item's angle.
let cosine: f64 = 0;
let sine: f64 = 0;

/** Sets the sine and cosine of half turns: Taylor's terms on [-pi/4, pi/4], below 1e-13 of the value. */
function turn(halfTurns: f64): void {
  // Adding 1.5 * 2^52 leaves the nearest whole number of quarter turns in the low bits; taking it off is exact.
  const shifted = 2.0 * halfTurns + 6755399441055744.0;
  const quadrant = <i32>(reinterpret<i64>(shifted) & 3);
  const r = (halfTurns - 0.5 * (shifted - 6755399441055744.0)) * Math.PI;
  const z = r * r;
  let s: f64 = 1.0 / 6227020800.0;
  s = s * z - 1.0 / 39916800.0;
  s = s * z + 1.0 / 362880.0;
  s = s * z - 1.0 / 5040.0;
  s = s * z + 1.0 / 120.0;
  s = s * z - 1.0 / 6.0;
  s = s * z * r + r;
  let c: f64 = -1.0 / 87178291200.0;
  c = c * z + 1.0 / 479001600.0;
  c = c * z - 1.0 / 3628800.0;
  c = c * z + 1.0 / 40320.0;
  c = c * z - 1.0 / 720.0;
  c = c * z + 1.0 / 24.0;
  c = c * z - 0.5;
  c = c * z + 1.0;
  sine = (quadrant & 1) != 0 ? c : s;
  cosine = (quadrant & 1) != 0 ? -s : c;
  if ((quadrant & 2) != 0) {
    sine = -sine;
    cosine = -cosine;
  }
}

export function affine(params: usize, matrix: usize, n: i32, scaleOffset: f64): void {
  for (let i = 0; i < n; i++) {
    const sx = f64(load<f32>(params)) + 1.0 + scaleOffset;
    const shear = f64(load<f32>(params, 8));
    const sy = f64(load<f32>(params, 12)) + 1.0 + scaleOffset;
    turn(f64(load<f32>(params, 4)));
    store<f32>(matrix, f32((cosine + shear * sine) * sx));
    store<f32>(matrix, f32(sine * sy), 4);
    store<f32>(matrix, f32(sx * f64(load<f32>(params, 16))), 8);
    store<f32>(matrix, f32((shear * cosine - sine) * sx), 12);
    store<f32>(matrix, f32(cosine * sy), 16);
    store<f32>(matrix, f32(sy * f64(load<f32>(params, 20))), 20);
    params += 24;
    matrix += 24;
  }
}

/** The gradient for the parameters, from the matrices' [n, 2, 3]. */
export function affineGrad(gradient: usize, params: usize, out: usize, n: i32, scaleOffset: f64): void {
  for (let i = 0; i < n; i++) {
    const g0 = f64(load<f32>(gradient)), g1 = f64(load<f32>(gradient, 4)), g2 = f64(load<f32>(gradient, 8));
    const g3 = f64(load<f32>(gradient, 12)), g4 = f64(load<f32>(gradient, 16)), g5 = f64(load<f32>(gradient, 20));
    const sx = f64(load<f32>(params)) + 1.0 + scaleOffset;
    const shear = f64(load<f32>(params, 8));
    const sy = f64(load<f32>(params, 12)) + 1.0 + scaleOffset;
    turn(f64(load<f32>(params, 4)));
    const along = cosine + shear * sine;
    const across = shear * cosine - sine;
    store<f32>(out, f32(g0 * along + g2 * f64(load<f32>(params, 16)) + g3 * across));
    store<f32>(out, f32(Math.PI * (sx * (g0 * across - g3 * along) + sy * (g1 * cosine - g4 * sine))), 4);
    store<f32>(out, f32(sx * (g0 * sine + g3 * cosine)), 8);
    store<f32>(out, f32(g1 * sine + g4 * cosine + g5 * f64(load<f32>(params, 20))), 12);
    store<f32>(out, f32(g2 * sx), 16);
    store<f32>(out, f32(g5 * sy), 20);
    gradient += 24;
    params += 24;
    out += 24;
  }
}
