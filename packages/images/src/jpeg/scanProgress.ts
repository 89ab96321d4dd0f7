/** Of each component and coefficient: the lowest bit that is known so far, -1 before its first scan. */
export type Progress = readonly Int8Array[];

/** What a progressive scan says that it is of. */
interface Band {
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  readonly parts: { readonly length: number };
}

/**
 * Notes a progressive scan of a component (ITU-T T.81, G.1.1.1).
 *
 * @param known of the component; changed
 * @returns whether it goes on from those before
 */
export function mendedProgress(known: Int8Array, { first, last, high, low, parts }: Band): boolean {
  if (first === 0 ? last !== 0 : last < first || last > 63 || parts.length !== 1) return false;
  if (low > 13 || (high !== 0 && high !== low + 1)) return false;
  if (first > 0 && known[0]! < 0) return false;
  for (let k = first; k <= last; k++) {
    if (high !== Math.max(0, known[k]!)) return false;
    known[k] = low;
  }
  return true;
}
