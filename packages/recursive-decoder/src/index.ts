export type { DecoderConfig, ImageShape } from './decoderConfig.js';
export { type DecoderOptions, decoderConfig } from './decoderConfigValidation.js';
export {
  checkDecoderParameters,
  decoderShapes,
  initDecoder,
  policyShapes,
  stateShapes,
} from './decoderParameters.js';
export { type BesideDecoder, type DecoderRows, decoderSettings, oneLevel } from './decoderSettings.js';
export { defaultDecoderConfig } from './defaultDecoderConfig.js';
export type { EnergyPrecisions } from './energy/energyPlan.js';
export { type TreeEnergy, type TreeGradients, treeEnergy } from './energy/treeEnergy.js';
export { evennessPenalty } from './evennessPenalty.js';
export type { ConvTransposeLeaf } from './leaf/convTranspose.js';
export { type CustomLeaf, customLeaf } from './leaf/custom.js';
export { type DecodePatchesOptions, decodePatches } from './leaf/decodePatches.js';
export type { DenseLeaf } from './leaf/dense.js';
export type { LeafDecoder } from './leaf/leafDecoder.js';
export type { LeafConfig } from './leaf/leafKinds.js';
export type { PrimitivesLeaf } from './leaf/primitives.js';
export { requireLeaf } from './leaf/requireLeaf.js';
export { overlapPenalty } from './overlapPenalty.js';
export { patchLoss } from './patchLoss.js';
export { actionSize } from './program/moduleLayout.generated.js';
export { type PredictChildrenOptions, predictChildren } from './program/predictChildren.js';
export { type Presence, presentChildren, type TreePresence, withoutAbsent } from './program/presence.js';
export { type UnrollOptions, unroll } from './program/programTree.js';
export type { InferredLevel, InferredTree, Unrolled, UnrolledLevel } from './program/unrolled.js';
export { type UnrollInferredOptions, unrollInferred } from './program/unrollInferred.js';
export { type ComposedMaps, composedMaps } from './rendering/composedMaps.js';
export { drawLeaves } from './rendering/drawLeaves.js';
export type { Raster } from './rendering/drawPatch.js';
export { partViews } from './rendering/partViews.js';
export { placePart } from './rendering/placePart.js';
export { render } from './rendering/render.js';
export { type RenderComposedOptions, renderComposed } from './rendering/renderComposed.js';
export type { RenderedLevel, Rendering } from './rendering/rendering.js';
export { type RenderNestedOptions, renderNested } from './rendering/renderNested.js';
export { type RenderTreeOptions, renderTree } from './rendering/renderTree.js';
export { type FigureAndGround, figureAndGround } from './tree/figureAndGround.js';
export { type ParseMetrics, type ParseTally, parseMetrics, tallyParse } from './tree/parseMetrics.js';
export {
  type Action,
  type AffineRows,
  type ParseNode,
  type ParseTree,
  type Patch,
  type PredictedNode,
  parseTreeSchema,
  parseTreeVersion,
  type SilentStep,
} from './tree/parseTree.js';
export { parseTreeFromJson } from './tree/parseTreeFromJson.js';
export { parseTrees } from './tree/parseTrees.js';
export { replacePart } from './tree/replacePart.js';
