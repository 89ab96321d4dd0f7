import type { Figure } from '../figures/figure.js';
import { base64, encodePng, pngDataUri } from '../image/encodePng.js';
import { htmlPage } from '../page/htmlPage.js';
import { curveSvg } from '../svg/curveSvg.js';
import { escapeText } from '../svg/escape.js';
import { checkReport } from './checkReport.js';
import { formatMetric } from './formatMetric.js';
import type { ReportChapter, ReportFigure, ReportMetric, ReportOptions } from './reportOptions.js';
import { tableSection } from './reportTable.js';
import { reportStyle } from './style.js';

/**
 * One self-contained HTML page: title, key figures, pictures, chapters, curves, all metrics, notes, how to make it again.
 *
 * The page loads nothing and runs no script; its content security policy forbids both. All text is escaped. An SVG given as
 * text is shown as an image; browsers run no script in it either.
 *
 * @throws RnpError RNP_IMAGE_RASTER for an invalid raster, RNP_CONFIG for an empty title and what is
 *   unknown or of a wrong type
 */
export function reportHtml(options: ReportOptions): string {
  checkReport(options);
  const { title, summary, command, seed, footer = 'Made with @rnp/viz', language = 'en' } = options;
  const {
    metrics = [],
    tables = [],
    figures = [],
    chapters = [],
    curves = [],
    appendix = [],
    notes = [],
  } = options;
  let number = 0;
  const pictures = figures.map((figure) => `<section>${pictured(figure, ++number)}</section>`);
  const told = chapters.map((chapter) => chapterSection(chapter, () => ++number));
  const drawn = curves.map(({ caption, ...curve }) => {
    // The title is the section's heading here, in the page's type.
    const picture = frame(curve.title, curveSvg({ ...curve, heading: false }), 'wide');
    return `<section><h2>${escapeText(curve.title)}</h2>${captioned(picture, ++number, caption)}</section>`;
  });
  return htmlPage({
    language,
    title,
    summary,
    header: keyFigures([...metrics, ...chapters.flatMap((chapter) => chapter.metrics ?? [])]),
    style: reportStyle,
    content: [
      ...tables.map(tableSection),
      ...pictures,
      ...told,
      ...drawn,
      metrics.length > 0 ? `<section><h2>Metrics</h2>${table(metrics)}</section>` : '',
      ...appendix.map(tableSection),
      notes.length > 0
        ? `<section><h2>Notes</h2><ul>${notes.map((note) => `<li>${escapeText(note)}</li>`).join('')}</ul></section>`
        : '',
      reproduce(command, seed),
    ],
    footer,
  });
}

function keyFigures(metrics: readonly ReportMetric[]): string {
  const shown = metrics.filter(({ key }) => key);
  if (shown.length === 0) return '';
  return `<dl class="key">${shown
    .map(
      (metric) =>
        `<div><dt>${escapeText(metric.name)}</dt><dd>${value(metric)}${metric.note ? `<small>${escapeText(metric.note)}</small>` : ''}</dd></div>`,
    )
    .join('')}</dl>`;
}

function table(metrics: readonly ReportMetric[]): string {
  const rows = metrics.map(
    (metric) =>
      `<tr><th scope="row">${escapeText(metric.name)}</th><td class="value">${value(metric)}</td><td class="note">${escapeText(metric.note ?? '')}</td></tr>`,
  );
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

function value({ value, unit }: ReportMetric): string {
  const text = escapeText(formatMetric(value));
  return unit ? `${text} <span class="unit">${escapeText(unit)}</span>` : text;
}

/** @param next the number of the next picture */
function chapterSection(
  { title, summary, metrics = [], figures = [] }: ReportChapter,
  next: () => number,
): string {
  const words = summary === undefined ? '' : `<p class="small">${escapeText(summary)}</p>`;
  const numbers = metrics.length > 0 ? table(metrics) : '';
  const pictures = figures.map((figure) => pictured(figure, next(), 'h3'));
  return `<section><h2>${escapeText(title)}</h2>${words}${numbers}${pictures.join('')}</section>`;
}

function pictured(figure: ReportFigure, number: number, heading: 'h2' | 'h3' = 'h2'): string {
  const { title, caption, alt = title } = figure;
  const image = 'png' in figure ? figure.png : 'raster' in figure ? encodePng(figure.raster) : figure.svg;
  const source =
    typeof image === 'string'
      ? `data:image/svg+xml;base64,${base64(new TextEncoder().encode(image))}`
      : pngDataUri(image);
  const look = typeof image === 'string' ? '' : ' class="pixels"';
  const heads = 'raster' in figure && 'columns' in figure.raster ? headings(figure.raster) : '';
  const img = `<img${look} src="${source}" alt="${escapeText(alt)}">`;
  const natural = widthOf(image);
  // Drawings have small print, so wide ones may leave the column; pictures of pixels shrink well.
  const kind = natural <= 560 ? '' : typeof image === 'string' && natural > 960 ? 'wide broad' : 'wide';
  const picture = frame(title, heads + img, kind);
  return `<${heading}>${escapeText(title)}</${heading}>${captioned(picture, number, caption)}`;
}

/** CSS pixels, from an SVG's first width or a PNG's header; 0 where neither is there. */
function widthOf(image: string | Uint8Array): number {
  if (typeof image === 'string') return Number(/ width="([\d.]+)"/.exec(image)?.[1] ?? 0);
  return image.length < 24 ? 0 : new DataView(image.buffer, image.byteOffset).getUint32(16);
}

/** A picture that scrolls by itself where the screen is too narrow, reachable from the keyboard. */
function frame(title: string, content: string, kind: string): string {
  return `<div class="scroll ${kind}" role="group" aria-label="${escapeText(title)}" tabindex="0"><div class="picture">${content}</div></div>`;
}

function captioned(picture: string, number: number, caption = ''): string {
  return `<figure>${picture}<figcaption><b>Fig. ${number}</b> ${escapeText(caption)}</figcaption></figure>`;
}

/** Words above the columns of a figure, placed by shares of its width, so that they follow it at any size. */
function headings({ width, columns }: Figure): string {
  const share = (pixels: number): string => `${((100 * pixels) / width).toFixed(2)}%`;
  const spans = columns
    .filter(({ label }) => label !== undefined)
    .map(
      ({ start, end, label }) =>
        `<span style="left:${share(start)};width:${share(end - start)}">${escapeText(label)}</span>`,
    );
  return spans.length === 0 ? '' : `<div class="heads" aria-hidden="true">${spans.join('')}</div>`;
}

function reproduce(command: string | undefined, seed: number | string | undefined): string {
  if (command === undefined && seed === undefined) return '';
  const code = command === undefined ? '' : `<pre><code>${escapeText(command)}</code></pre>`;
  const text =
    seed === undefined
      ? ''
      : `<p class="small">Seed ${escapeText(String(seed))}. The same seed gives the same numbers on the same backend.</p>`;
  return `<section><h2>Make it again</h2>${code}${text}</section>`;
}
