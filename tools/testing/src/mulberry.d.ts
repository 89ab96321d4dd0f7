/** A small seeded generator of numbers in [0, 1), so that what failed can be tried again. */
export function mulberry(seed: number): () => number;
