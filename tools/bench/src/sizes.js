/**
 * How much is measured. The first numbers are what docs/performance.md is made with; the second try everything out in
 * a minute and say nothing about speed.
 */
export function sizesOf(smoke) {
  return smoke ? smokeSizes : fullSizes;
}

const fullSizes = Object.freeze({
  batch: 64,
  quick: { warmUp: 10, steps: 40 },
  paper: { warmUp: 5, steps: 20 },
  workers: { warmUp: 10, steps: 60 },
  patches: 768,
  placeRepeats: 40,
  parseRepeats: 100,
  scene: { scenes: 60, warmUp: 30 },
  // A step by TensorFlow.js's own ops takes seconds.
  infer: { images: 128, steps: 50, plainSteps: 1, one: { repeats: 20, warmUp: 20 } },
  stations: { repeats: 10, warmUp: 2 },
  // In software a step of 64 images takes minutes; the first compiles.
  graphics: { batch: 4, warmUp: 1, steps: 3 },
  kernels: { repeats: 12, warmUp: 2, peakRounds: 40 },
  // The first steps compile code; the deepest takes a second and more each.
  growth: [
    { depth: 1, warmUp: 20, steps: 40 },
    { depth: 2, warmUp: 10, steps: 20 },
    { depth: 3, warmUp: 5, steps: 10 },
    { depth: 4, warmUp: 3, steps: 5 },
  ],
  peer: { warmUp: 10, steps: 40, repeats: 15 },
  training: { data: 'mnist', steps: null, every: 100 },
});

const smokeSizes = Object.freeze({
  batch: 4,
  quick: { warmUp: 1, steps: 2 },
  paper: { warmUp: 1, steps: 2 },
  workers: { warmUp: 1, steps: 2 },
  patches: 8,
  placeRepeats: 2,
  parseRepeats: 2,
  scene: { scenes: 2, warmUp: 1 },
  infer: { images: 2, steps: 2, plainSteps: 1, one: { repeats: 1, warmUp: 0 } },
  stations: { repeats: 1, warmUp: 0 },
  graphics: { batch: 1, warmUp: 1, steps: 1 },
  kernels: { repeats: 1, warmUp: 0, peakRounds: 2 },
  growth: [
    { depth: 1, warmUp: 1, steps: 2 },
    { depth: 2, warmUp: 1, steps: 2 },
  ],
  peer: { warmUp: 2, steps: 5, repeats: 2 },
  training: { data: 'digits', steps: 4, every: 2 },
});
