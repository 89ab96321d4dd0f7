/** Adam's constants (docs/model.md; Kingma & Ba 2015). */
const defaultBetas = Object.freeze({ beta1: 0.9, beta2: 0.999 });
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
  /** How much of the average gradient is kept at each update, in [0, 1). Default 0.9. */
  readonly beta1?: number;
  /** Likewise of its square. Default 0.999. */
  readonly beta2?: number;
}

/** The constants of update number `updates` (from 1). The bias corrections are folded into the rate and into ε. */
export function adamAttributes(updates: number, settings: AdamSettings): AdamAttributes {
  const { learningRate, clipValue, beta1 = defaultBetas.beta1, beta2 = defaultBetas.beta2 } = settings;
  const correction = Math.sqrt(1 - beta2 ** updates);
  return {
    rate: (learningRate * correction) / (1 - beta1 ** updates),
    epsilon: adamEpsilon * correction,
    beta1,
    beta2,
    limit: clipValue ?? Number.POSITIVE_INFINITY,
  };
}
