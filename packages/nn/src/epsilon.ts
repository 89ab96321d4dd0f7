/** The number that normalisations add to a variance (docs/model.md, *The encoders*). */
export const defaultEpsilon = 1e-5;
