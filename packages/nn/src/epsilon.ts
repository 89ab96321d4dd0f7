/** What normalisations add to a variance (docs/model.md, *The encoders*). */
export const EPSILON = 1e-5;
