import type { AnyRaster } from '../byteRaster.js';
import type { Figure } from '../figure.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { attribute, escapeText } from './escape.js';
import { svgStyle } from './theme.js';

export interface FigureSvgOptions {
  /** For who cannot see it; not drawn. */
  readonly title: string;
}

/** Between the headings' baseline and the pictures, and above them. */
const head = 24;

/**
 * A picture of pixels as an SVG document that holds it: its column headings are text above it, readable at any size and found by
 * a search, and its pixels stay squares when it grows.
 *
 * @param figure a Figure brings headings; any other raster has none
 * @throws VizError RNP_IMAGE_RASTER
 */
export function figureSvg(figure: AnyRaster | Figure, { title }: FigureSvgOptions): string {
  const columns = 'columns' in figure ? figure.columns.filter((column) => 'label' in column) : [];
  const { width, height } = figure;
  const top = columns.length > 0 ? head : 0;
  const headings = columns.map(({ start, end, label }) => {
    const centre = attribute((start + end) / 2);
    return `<text class="rnp-muted" x="${centre}" y="${head - 9}" font-size="13" text-anchor="middle">${escapeText(label)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="0 0 ${width} ${height + top}" width="${width}" height="${height + top}">`,
    `<title>${escapeText(title)}</title>`,
    columns.length > 0
      ? `<desc>${escapeText(`Columns: ${columns.map(({ label }) => label).join(', ')}.`)}</desc>`
      : '',
    svgStyle,
    ...headings,
    `<image class="rnp-pixels" y="${top}" width="${width}" height="${height}" href="${pngDataUri(encodePng(figure))}"/>`,
    '</svg>',
  ].join('');
}
