import { checkOption } from '../checks.js';
import { checkFigure, type Figure, type FigureRow } from '../figures/figure.js';
import type { AnyRaster } from '../image/byteRaster.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { attribute, escapeText } from './escape.js';
import { svgStyle } from './theme.js';

export interface FigureSvgOptions {
  /** For who cannot see it; not drawn. */
  readonly title: string;
  /** What `encodePng` makes of the figure, where it was made before: most of the time goes into it. */
  readonly png?: Uint8Array;
}

/** Between the headings' baseline and the pictures, and above them. */
const head = 24;

/** Room for the words of a row: no way to measure text here, and eight pixels a letter are ample at this size. */
const letterWidth = 8;
const maxLetters = 28;

/**
 * A picture of pixels within an SVG document. Its headings are text above and beside it, readable at any size and
 * searchable. Its pixels stay squares when it is enlarged.
 *
 * @param figure a Figure brings headings; any other raster has none
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG for invalid options
 */
export function figureSvg(figure: AnyRaster | Figure, options: FigureSvgOptions): string {
  checkFigure(figure, 'figure');
  checkOption.options('options', options, ['title'], ['png']);
  if (options.png !== undefined) checkOption.bytes('options.png', options.png);
  const { title, png = encodePng(figure) } = options;
  const columns = 'columns' in figure ? figure.columns.filter((column) => 'label' in column) : [];
  const rows = ('rows' in figure ? (figure.rows ?? []) : []).filter((row) => 'label' in row) as FigureRow[];
  const { width, height } = figure;
  const top = columns.length > 0 ? head : 0;
  const words = rows.map(({ label }) => shortened(label));
  const left = words.length > 0 ? 12 + letterWidth * Math.max(...words.map(({ length }) => length)) : 0;
  const headings = columns.map(({ start, end, label }) => {
    const centre = attribute(left + (start + end) / 2);
    return `<text class="rnp-muted" x="${centre}" y="${head - 9}" font-size="13" text-anchor="middle">${escapeText(label)}</text>`;
  });
  const names = rows.map(({ start, end, label }, i) => {
    const middle = attribute(top + (start + end) / 2 + 4);
    return `<text x="${left - 10}" y="${middle}" font-size="13" text-anchor="end"><title>${escapeText(label)}</title>${escapeText(words[i]!)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="0 0 ${width + left} ${height + top}" width="${width + left}" height="${height + top}">`,
    `<title>${escapeText(title)}</title>`,
    columns.length > 0
      ? `<desc>${escapeText(`Columns: ${columns.map(({ label }) => label).join(', ')}.`)}</desc>`
      : '',
    svgStyle,
    ...headings,
    ...names,
    `<image class="rnp-pixels" x="${left}" y="${top}" width="${width}" height="${height}" href="${pngDataUri(png)}"/>`,
    '</svg>',
  ].join('');
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length > maxLetters ? `${letters.slice(0, maxLetters - 1).join('')}…` : label;
}
