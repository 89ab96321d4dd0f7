/**
 * The bits of the largest float32 that counts as finite: times the headroom of the portable form it does not
 * overflow. Compared as integers, because shader compilers may take it that no number is NaN.
 */
export const largestFiniteBits: number = new Uint32Array(new Float32Array([3.4028234e30]).buffer)[0]!;
