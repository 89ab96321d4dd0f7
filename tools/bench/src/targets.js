/** When a model is good enough for its training to count: on MNIST's test set, per level, top first. */
export const goodEnough = Object.freeze({
  ssePerImage: 15,
  purity: Object.freeze([0.8, 0.8]),
  effectiveChildren: Object.freeze([3, 2.5]),
});

/** The same for a model whose parts are told apart, where SSE 15 is only the beginning. */
export const wellDrawn = Object.freeze({
  ssePerImage: 9,
  purity: Object.freeze([0.85, 0.85]),
  effectiveChildren: goodEnough.effectiveChildren,
});

/** Kernel calls of a training step by TensorFlow.js's own ops: what was reached, and is not to rise again. */
export const mostPortableCalls = Object.freeze({ quick: 1197, paper: 1480 });

/** Programs that a training step of the quick recipe starts on the card: what was reached (751 with one image), and is not to rise again. */
export const mostDispatches = Object.freeze({ webgpu: 755 });

/** What it is to come down to. */
export const fewDispatches = Object.freeze({ webgpu: 500 });
