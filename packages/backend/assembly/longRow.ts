// How long a sum may stay in float32.

/**
 * So many float32 may be added one after the other: the rounding of a chain of positive values stays below 1e-6 of its sum in
 * practice. What adds in several chains at once may take as many times more terms.
 */
export const CHAIN: i32 = 256;

/** Up to so many values a sum in four lanes is good enough, which is also how the stock kernels add; longer ones are kept in float64. */
export function longRow(): i32 {
  return 4 * CHAIN;
}
