/**
 * A float32 number to nine digits, which tell any two of them apart: `Number(value.toPrecision(9))`, some ten times
 * as fast for the sizes that patches and actions have. The number of a patch's pixels is most of a parse tree.
 */
export function nineDigits(value: number): number {
  if (value === 0) return 0;
  const size = Math.abs(value);
  // Times these powers of ten a float32 number is exact in float64, and the quotient is the decimal's own float64.
  if (size >= 0.1 && size < 1) return (Math.sign(value) * Math.round(size * 1e9)) / 1e9;
  if (size >= 0.01 && size < 0.1) return (Math.sign(value) * Math.round(size * 1e10)) / 1e10;
  if (size >= 0.001 && size < 0.01) return (Math.sign(value) * Math.round(size * 1e11)) / 1e11;
  if (size >= 1 && size < 10) return (Math.sign(value) * Math.round(size * 1e8)) / 1e8;
  return Number(value.toPrecision(9));
}
