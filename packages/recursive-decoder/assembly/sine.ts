// Sine and cosine of one float32, in float64 and rounded once: an action's rounding moves a whole part.

/** From here on a product of the angle with 2/pi in float64 no longer tells the quadrant well. */
const LARGE: f32 = 33554432;

/** Stores sin(x) and cos(x); both are not a number when x is infinite or not a number. */
export function sineCosine(x: f32, sine: usize, cosine: usize): void {
  const size = abs<f32>(x);
  let r: f64;
  let quadrant: i32;
  if (size < LARGE) {
    const n = nearest<f64>(<f64>x * 0.63661977236758134308);
    // The quarter turn in two parts, so that whole numbers of it lose few digits (Cody and Waite).
    r = <f64>x - n * 1.5707963267341256 - n * 6.077100506506192e-11;
    quadrant = <i32>n;
  } else if (size < Infinity) {
    // x = m·2^e with whole m: m times the bits of 2/pi that matter, modulo 4 (Payne and Hanek).
    const bits = reinterpret<u32>(size);
    const mantissa = <u64>((bits & 0x7fffff) | 0x800000);
    const product = mantissa * bitsOfTwoOverPi(<i32>(bits >> 23) - 152);
    const whole = (product + (1 << 61)) >> 62;
    r = <f64>(<i64>(product - (whole << 62))) * 3.406121580086554685e-19;
    quadrant = <i32>whole;
    if (x < 0) {
      r = -r;
      quadrant = -quadrant;
    }
  } else {
    r = NaN;
    quadrant = 0;
  }
  // Taylor's terms up to r^13 and r^12: below 2^-36 for |r| <= pi / 4.
  const z = r * r;
  let s: f64 = 1.0 / 6227020800.0;
  s = s * z - 1.0 / 39916800.0;
  s = s * z + 1.0 / 362880.0;
  s = s * z - 1.0 / 5040.0;
  s = s * z + 1.0 / 120.0;
  s = s * z - 1.0 / 6.0;
  s = s * z * r + r;
  let c: f64 = 1.0 / 479001600.0;
  c = c * z - 1.0 / 3628800.0;
  c = c * z + 1.0 / 40320.0;
  c = c * z - 1.0 / 720.0;
  c = c * z + 1.0 / 24.0;
  c = c * z - 0.5;
  c = c * z + 1;
  const odd = (quadrant & 1) != 0;
  const first = odd ? c : s;
  const second = odd ? s : c;
  store<f32>(sine, <f32>((quadrant & 2) != 0 ? -first : first));
  store<f32>(cosine, <f32>(((quadrant + 1) & 2) != 0 ? -second : second));
}

/** 64 bits of 2/pi behind the point, from bit `first` (0 … 102) on. */
function bitsOfTwoOverPi(first: i32): u64 {
  const high: u64 = first < 64 ? 0xa2f9836e4e441529 : 0xfc2757d1f534ddc0;
  const low: u64 = first < 64 ? 0xfc2757d1f534ddc0 : 0xdb6295993c439041;
  const shift = <u64>(first & 63);
  return shift == 0 ? high : (high << shift) | (low >> (64 - shift));
}
