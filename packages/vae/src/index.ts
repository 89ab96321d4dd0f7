export { type ConvVaeNetwork, convVaeNetwork, createConvVae } from './baseline/convVae.js';
export { type ConvVaeConfig, defaultConvVaeConfig } from './baseline/convVaeConfig.js';
export { convVaeLike } from './baseline/convVaeLike.js';
export type { Bound } from './bound/bound.js';
export { learnPrecisions } from './bound/learnPrecisions.js';
export type { LearnPrecisionsOptions, LearnPrecisionsProgress } from './bound/learnPrecisionsOptions.js';
export { treeBounds } from './bound/treeBounds.js';
export type { TreeBoundsOptions } from './bound/treeBoundsOptions.js';
export { type Deformation, deform } from './deform/deform.js';
export {
  type DeformOptions,
  type DeformPrecisions,
  type DeformStage,
  defaultDeformOptions,
} from './deform/deformOptions.js';
export {
  type Encoder,
  type EncoderFunction,
  type Encoding,
  encoderFromFunction,
  type Posterior,
} from './encoder/encoder.js';
export { lightEncoder } from './encoder/lightEncoder.js';
export type { Looks } from './encoder/looks.js';
export { type EncoderName, namedEncoder } from './encoder/namedEncoder.js';
export { paperEncoder } from './encoder/paperEncoder.js';
export { DivergenceError } from './errors.js';
export {
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type ImageBatches,
  type InferredOptions,
  type StartOf,
} from './evaluate.js';
export { adamFromSafetensors, adamToSafetensors } from './files/adamFile.js';
export {
  type ModelDocument,
  readModelConfig,
} from './files/modelConfig.js';
export { filesOfModelFile, modelFileOf } from './files/modelFile.js';
export {
  type LoadedModel,
  type ModelFiles,
  type ModelFromFilesOptions,
  type ModelToFilesOptions,
  modelFromFiles,
  modelToFiles,
} from './files/modelFiles.js';
export {
  type Precision,
  safetensorsIn,
  weightPrecisions,
  weightsFromSafetensors,
  weightsToSafetensors,
} from './files/weightFile.js';
export type { Energy } from './infer/energy.js';
// A function named infer would have no type: findings/tsdown-declarations-lose-a-function-named-infer.sh.
export {
  type Inference,
  type InferStepsOptions,
  inferSteps,
  inferTrees as infer,
} from './infer/infer.js';
export {
  defaultInferOptions,
  type FreeNodes,
  type InferOptimiser,
  type InferOptions,
  type InferStart,
} from './infer/inferOptions.js';
export { type LearnCostsOptions, learnCosts } from './infer/learnCosts.js';
export type { Precisions } from './infer/precisions.js';
export { defaultPresence, maxPartCost, type PresenceOptions } from './infer/presence.js';
export { rebornParts } from './infer/rebornParts.js';
export { type SampleTreesOptions, sampleTrees, type TreeSample } from './infer/sampleTrees.js';
export { initWeights } from './initWeights.js';
export { Model } from './model.js';
export type {
  Decoded,
  DecodedTree,
  DecodeOptions,
  Decoder,
  ModelKind,
  Network,
  NetworkSpec,
} from './network.js';
export { parameterCount } from './parameterCount.js';
export type { NoiseScale } from './posterior.js';
export { isRnp } from './rnp/isRnp.js';
export { modelSettings } from './rnp/modelSettings.js';
export { type CreateRnpOptions, createRnp, type Rnp } from './rnp/rnp.js';
export { type RnpConfig, type RnpOptions, rnpConfig } from './rnp/rnpConfig.js';
export { type RnpNetwork, type RnpParts, rnpNetwork } from './rnp/rnpNetwork.js';
export type { LearningConfig } from './training/learningSettings.js';
export { train } from './training/train.js';
export type { TrainEvent, TrainingMetrics } from './training/trainEvent.js';
export { defaultTrainingConfig, trainingConfig } from './training/trainingConfig.js';
export type { BatchRequest, TrainingData } from './training/trainingData.js';
export { type BesideTraining, type TrainingConfig, trainingSettings } from './training/trainingSettings.js';
export type { TrainingState } from './training/trainingState.js';
export type { TrainOptions } from './training/trainOptions.js';
export type { KeptEncoderOptions } from './transfer/keptEncoder.js';
export { type DeeperOptions, deeper, lowerLevels, type TopLevel } from './transfer/otherDepth.js';
export type { NewEncoderOptions } from './transfer/transferWeights.js';
export { type WithLooksOptions, withLooks } from './transfer/withLooks.js';
export { withNewEncoder, withNewEncoderAndPolicy } from './transfer/withNewEncoder.js';
export { expectedShapes, type WeightShapes } from './weightShapes.js';
export type { Weights } from './weights.js';
