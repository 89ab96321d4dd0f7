/** Adam's constants (docs/model.md; Kingma & Ba 2015). */
const adamBeta1 = 0.9;
const adamBeta2 = 0.999;
const adamEpsilon = 1e-8;

/** What one update of all weights is computed with. */
export interface AdamAttributes extends Readonly<Record<string, unknown>> {
  readonly rate: number;
  readonly epsilon: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Entries of the scaled gradient are limited to ± this; Infinity for no limit. */
  readonly limit: number;
}

export interface AdamSettings {
  /** 0 or more. */
  readonly learningRate: number;
  /** Entries of the scaled gradient are limited to ± this, which is above 0; null for no limit. */
  readonly clipValue: number | null;
}

/** The constants of update number `updates` (from 1). The bias corrections are folded into the rate and into ε. */
export function adamAttributes(updates: number, { learningRate, clipValue }: AdamSettings): AdamAttributes {
  const correction = Math.sqrt(1 - adamBeta2 ** updates);
  return {
    rate: (learningRate * correction) / (1 - adamBeta1 ** updates),
    epsilon: adamEpsilon * correction,
    beta1: adamBeta1,
    beta2: adamBeta2,
    limit: clipValue ?? Number.POSITIVE_INFINITY,
  };
}
