/** Least-squares fits on [-½, ½], in x²: sin(πx)/x within 6e-11, cos(πx) within 3e-10. */
export const odd: readonly number[] = [
  Math.PI,
  -5.167712765,
  2.550163319,
  -0.5992521978,
  0.0820504018,
  -0.007028386387,
];
export const even: readonly number[] = [
  1, -4.934802137, 4.05870916, -1.335212003, 0.2349373138, -0.02439632435,
];

/** π in two parts; small whole multiples of the first are exact in float32. */
export const coarse = 3.140625;
export const fine: number = Math.PI - coarse;
