import { RnpError } from '@rnp/errors';
import { checkFlag, checkOption, checkTexts } from '../checks.js';
import { checkFigure } from '../figures/figure.js';
import { checkMetricValue } from './formatMetric.js';
import type { ReportChapter, ReportFigure, ReportMetric, ReportOptions } from './reportOptions.js';
import type { ReportTable } from './reportTable.js';

const words = Object.freeze(['summary', 'command', 'footer', 'language'] as const);

const lists = Object.freeze({
  metrics: checkMetric,
  tables: checkTable,
  figures: checkFigureOf,
  chapters: checkChapter,
  // What else is in them, `curveSvg` looks at.
  curves: checkOption.object,
  appendix: checkTable,
  notes: checkOption.text,
});

/** @throws RnpError RNP_CONFIG, RNP_IMAGE_RASTER */
export function checkReport(options: ReportOptions): void {
  checkOption.options('options', options, ['title'], [...words, 'seed', ...Object.keys(lists)]);
  const { title, seed = 0 } = options;
  checkTexts('options', options, ['title', ...words]);
  if (title.trim() === '') throw new RnpError('RNP_CONFIG', 'must not be empty', { path: 'options.title' });
  if (typeof seed !== 'string') checkOption.number('options.seed', seed);
  for (const [name, each] of Object.entries(lists)) {
    const list = options[name as keyof typeof lists];
    if (list !== undefined) checkOption.list(`options.${name}`, list, each);
  }
}

function checkMetric(path: string, metric: unknown): void {
  checkOption.options(path, metric, ['name', 'value'], ['unit', 'note', 'key']);
  const { value, key = false } = metric as ReportMetric;
  checkTexts(path, metric as ReportMetric, ['name', 'unit', 'note']);
  checkFlag(`${path}.key`, key);
  checkMetricValue(`${path}.value`, value);
}

function checkTable(path: string, table: unknown): void {
  checkOption.options(path, table, ['title', 'columns', 'rows'], ['caption']);
  const { columns, rows } = table as ReportTable;
  checkTexts(path, table as ReportTable, ['title', 'caption']);
  checkOption.list(`${path}.columns`, columns, checkOption.text);
  checkOption.list(`${path}.rows`, rows, (at, row) => checkOption.list(at, row, checkOption.text));
}

function checkChapter(path: string, chapter: unknown): void {
  checkOption.options(path, chapter, ['title'], ['summary', 'metrics', 'figures']);
  checkTexts(path, chapter as ReportChapter, ['title', 'summary']);
  const { metrics, figures } = chapter as ReportChapter;
  if (metrics !== undefined) checkOption.list(`${path}.metrics`, metrics, checkMetric);
  if (figures !== undefined) checkOption.list(`${path}.figures`, figures, checkFigureOf);
}

const pictures = Object.freeze(['png', 'svg', 'raster'] as const);

function checkFigureOf(path: string, figure: unknown): void {
  checkOption.options(path, figure, ['title'], ['caption', 'alt', ...pictures]);
  checkTexts(path, figure as ReportFigure, ['title', 'caption', 'alt']);
  const given = figure as Readonly<Record<string, unknown>>;
  const kinds = pictures.filter((kind) => given[kind] !== undefined);
  if (kinds.length !== 1) {
    const problem = `needs one picture, as png, svg or raster, and has ${kinds.join(' and ') || 'none'}`;
    throw new RnpError('RNP_CONFIG', problem, { path });
  }
  if (given.png !== undefined) checkOption.bytes(`${path}.png`, given.png);
  if (given.svg !== undefined) checkOption.text(`${path}.svg`, given.svg);
  if (given.raster !== undefined) checkFigure(given.raster as never, `${path}.raster`);
}
