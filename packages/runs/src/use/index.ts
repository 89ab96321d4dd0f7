export { defaultPresence, maxPartCost } from '@rnp/vae';
export type { BackendFigures } from '../bench/machineFigures.js';
export { defaultMaxObjects } from '../explain/explainPicture.js';
export type { KeptMask } from '../explain/masks.js';
export type { LookFlags } from '../models/partPresence.js';
export { pageEndings, treeEndings } from '../outputs/endings.js';
export type { SceneFigures, SceneLook } from '../record/sceneFigures.js';
export {
  type BenchMachineEnd,
  type BenchMachineOptions,
  benchMachine,
  type Machine,
} from './benchMachine.js';
export { type CombineEnd, type CombineOptions, combinationEndings, combineImages } from './combineImages.js';
export {
  type DescribeDataEnd,
  type DescribeDataEvent,
  type DescribeDataOptions,
  type DescribedEvent,
  describeData,
  type NamedDescription,
} from './describeData.js';
export { type Embedding, type MapMethod, mapMethods } from './embedding.js';
export {
  type EmbedEnd,
  type EmbedOptions,
  embeddingEndings,
  embedPrograms,
  mappedPrograms,
} from './embedPrograms.js';
export { type EvaluateModelEnd, type EvaluateModelOptions, evaluateModel } from './evaluateModel.js';
export {
  type EvaluateScenesEnd,
  type EvaluateScenesOptions,
  evaluateScenes,
} from './evaluateScenes.js';
export { type ExportModelOptions, exportModel, modelFileEnding } from './exportModel.js';
export { type FetchDataOptions, type FetchedEvent, type FetchedSplit, fetchData } from './fetchData.js';
export { type InterpolateOptions, interpolateImages, sheetEndings } from './interpolateImages.js';
export type { ObjectFlags } from './measuredScenes.js';
export type { EncoderLook, InferredLook, ModelLook } from './modelLook.js';
export {
  type OneShotEnd,
  type OneShotErrors,
  type OneShotOptions,
  oneShot,
  oneShotErrors,
} from './oneShot.js';
export { type ClassifyOneShotOptions, classifyOneShot, type OneShotResult } from './oneShotRun.js';
export {
  type ExportImageOptions,
  exportImage,
  type ParsedImage,
  type ParseImageEnd,
  type ParseImageOptions,
  parseImage,
} from './parseImage.js';
export {
  type ParsedObject,
  type ParsedScene,
  type ParseObjectsEnd,
  type ParseObjectsOptions,
  parseObjects,
} from './parseObjects.js';
export { type ReportEnd, type ReportOptions, reportModel } from './reportModel.js';
export { maxSamples, type SampleEvent, type SampleOptions, sampleModel } from './sampleModel.js';
export type { ChoiceEvent, UseEvent, WorkEvent, WrittenEvent } from './useEvents.js';
export type { UsedData, UsedImages, UseOptions, UseOutputs } from './useLooks.js';
export { type VerifyDataOptions, verifyData } from './verifyData.js';
