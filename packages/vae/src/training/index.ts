// What a training is made of, for loops and judgements of one's own; `train` of the package itself needs none of it.
export { klDivergence } from '../posterior.js';
export { checkLearning, type Learner } from './checkRun.js';
export { collapseAdvice, judgedFrom, maySayCollapsed, parseFloors } from './collapse.js';
export { usualClipNorm } from './divergenceAdvice.js';
export { checkFrozen } from './frozenParameters.js';
export { learningRateAt } from './learningRate.js';
export { type BatchShare, type Loss, lossOf } from './loss.js';
export { type LossGradients, lossGradients, type PartialGradients } from './lossGradients.js';
export type { GradientConfig, LossConfig } from './lossTerms.js';
export { overlapWeightsAt } from './overlapWeights.js';
export { localReduction, type Reduced, type Reduction, type UpdateOptions } from './reduction.js';
export type { BatchImages, ShownImages } from './shownImages.js';
export { type StepResult, trainingStep } from './trainingStep.js';
