export { type ComposedMaps, composedMaps } from './composedMaps.js';
export { type DecodePatchesOptions, decodePatches } from './decodePatches.js';
export {
  type DecoderConfig,
  defaultDecoderConfig,
  type ImageShape,
} from './decoderConfig.js';
export { type DecoderOptions, decoderConfig } from './decoderConfigValidation.js';
export {
  checkDecoderParameters,
  decoderShapes,
  initDecoder,
  policyShapes,
  stateShapes,
} from './decoderParameters.js';
export type { Raster } from './drawPatch.js';
export type { ConvTransposeLeaf } from './leaf/convTranspose.js';
export { type CustomLeaf, customLeaf } from './leaf/custom.js';
export type { DenseLeaf } from './leaf/dense.js';
export type { LeafDecoder } from './leaf/leafDecoder.js';
export type { LeafConfig } from './leaf/leafKinds.js';
export type { PrimitivesLeaf } from './leaf/primitives.js';
export { overlapPenalty } from './overlapPenalty.js';
export { type ParseMetrics, type ParseTally, parseMetrics, tallyParse } from './parseMetrics.js';
export {
  type Action,
  type AffineRows,
  type ParseNode,
  type ParseTree,
  type Patch,
  parseTreeSchema,
  parseTreeVersion,
} from './parseTree.js';
export { parseTreeFromJson } from './parseTreeFromJson.js';
export { parseTrees } from './parseTrees.js';
export { patchLoss } from './patchLoss.js';
export { placePart } from './placePart.js';
export { type UnrollOptions, unroll } from './programTree.js';
export { render } from './render.js';
export { type RenderComposedOptions, renderComposed } from './renderComposed.js';
export type { RenderedLevel, Rendering } from './rendering.js';
export { type RenderNestedOptions, renderNested } from './renderNested.js';
export { type RenderTreeOptions, renderTree } from './renderTree.js';
export { replacePart } from './replacePart.js';
export { requireLeaf } from './requireLeaf.js';
export type { Unrolled, UnrolledLevel } from './unrolled.js';
