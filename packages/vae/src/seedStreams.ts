/** Streams of one seed, so that weights, noise and samples never share numbers. */
export const seedStreams: Readonly<Record<'weights' | 'noise' | 'samples' | 'parts' | 'posterior', number>> =
  Object.freeze({
    weights: 0,
    noise: 1,
    samples: 2,
    parts: 3,
    posterior: 4,
  });
