export type { Raster } from '@rnp/images';
export { type ColourPartsOptions, colourParts } from './colourParts.js';
export {
  defaultFigureOptions,
  type Figure,
  type FigureColumn,
  type FigureOptions,
  type FigureRow,
} from './figures/figure.js';
export { interpolationDrawing, interpolationFigure } from './figures/interpolationFigure.js';
export {
  type PartCanvas,
  type PartsExample,
  type PartsFigureOptions,
  partsFigure,
} from './figures/partsFigure.js';
export {
  type SampleShape,
  type SamplesFigureOptions,
  samplesDrawing,
  samplesFigure,
} from './figures/samplesFigure.js';
export type { AnyRaster } from './image/byteRaster.js';
export { type EncodePngOptions, encodePng, pngDataUri } from './image/encodePng.js';
export type { GridCell, GridSpan, ImageGrid } from './image/gridCanvas.js';
export { defaultImageGridOptions, type ImageGridOptions, imageGrid } from './image/imageGrid.js';
export type { ImageGridDrawing } from './image/imageGridDrawing.js';
export {
  defaultLatentMapOptions,
  type LatentMap,
  type LatentMapOptions,
  type LatentMapThumbnail,
} from './latentMap/latentMap.js';
export { latentMapFigure } from './latentMap/latentMapFigure.js';
export { type LatentMapSvgOptions, latentMapSvg } from './latentMap/latentMapSvg.js';
export { hex, partColour, partColours, type Rgb } from './palette.js';
export type { Affine, DrawableNode, DrawableTree } from './parseNode.js';
export {
  type ParsePageOptions,
  type ParsePagePictures,
  parsePageHtml,
} from './parsePage/parsePageHtml.js';
export { formatMetric } from './report/formatMetric.js';
export { reportHtml } from './report/reportHtml.js';
export type { ReportChapter, ReportFigure, ReportMetric, ReportOptions } from './report/reportOptions.js';
export type { ReportTable } from './report/reportTable.js';
export type { CurveSeries } from './svg/curveSeries.js';
export { type CurveSvgOptions, curveSvg, defaultCurveSvgOptions } from './svg/curveSvg.js';
export { escapeText } from './svg/escape.js';
export { type FigureSvgOptions, figureSvg } from './svg/figureSvg.js';
export { meanCurve } from './svg/meanCurve.js';
export { defaultOutlineSvgOptions, type OutlineSvgOptions, outlineSvg } from './svg/outlineSvg.js';
export { defaultParseTreeSvgOptions, type ParseTreeSvgOptions, parseTreeSvg } from './svg/parseTreeSvg.js';
export { type PartMask, type SceneObject, type SceneSvgOptions, sceneSvg } from './svg/sceneSvg.js';
