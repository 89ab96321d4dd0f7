import { join } from 'node:path';
import type { Dataset } from '@rnp/datasets';
import type { Model, Network } from '@rnp/vae';
import { curveSvg, parseTreeSvg, type ReportFigure, type ReportTable, reportHtml } from '@rnp/viz';
import { isWord } from '../checks.js';
import { ownCanvas } from '../explain/explain.js';
import { isDataOf } from '../explain/explainLooks.js';
import {
  exampleImages,
  explainAtOneLook,
  interpolationPicture,
  partsPicture,
  samplesPicture,
} from '../explain/figures.js';
import { heard } from '../heard.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { isModel } from '../models/modelLooks.js';
import { drawingFiles, drawnSheet } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import type { EvaluationRow } from '../record/evaluations.js';
import type { EvaluationFigures, MetricsRow, RunMetrics } from '../record/metrics.js';
import { settingTable } from '../settings/settingTable.js';
import type { CompleteSettings } from '../settings/settingTypes.js';
import { settingValues } from '../settings/settingValues.js';
import { curves } from './curves.js';
import { metricsTable } from './metricsTable.js';
import { isReport } from './reportLooks.js';
import type { ScenesChapter } from './scenesChapter.js';

/** The contents of a report beside its pictures. */
export interface RunReport {
  readonly title: string;
  readonly metrics: EvaluationFigures & Partial<RunMetrics>;
  /** Parts per program at each level, top level first; empty for a model without parts. */
  readonly childrenPerLevel: readonly number[];
  readonly rows: readonly MetricsRow[];
  /** Measurements on held-out images during training. */
  readonly evaluations: readonly EvaluationRow[];
  /** The settings of the run; null if they are not known. */
  readonly settings: CompleteSettings | null;
  readonly command?: string;
  /** Seed of the samples. */
  readonly seed: number;
  /** Whether an existing report may be replaced. */
  readonly overwrite: boolean;
  /** Warnings that the report shows. */
  readonly notes: readonly string[];
  /** How the model finds objects of scenes, where that was measured. */
  readonly scenes?: ScenesChapter;
  /** Stops before the first file is written; its reason is thrown. */
  readonly signal?: AbortSignal;
}

const examples = 8;
const samples = 16;
const interpolations = 4;
const interpolationFrames = 9;
const walksTitle = 'From one image to another';
/** Of a tree that is drawn. */
const maxLeaves = 64;

/**
 * Draws a model on held-out images, and writes `report.html` and its pictures to a folder, each as SVG and
 * PNG.
 *
 * @returns the path of report.html
 * @throws UsageError if another report is there and must not be replaced; RnpError RNP_FILE if it cannot be
 *   written; the signal's reason when it is aborted
 */
export async function writeReport(
  dir: string,
  model: Model<Network>,
  data: Dataset,
  report: RunReport,
): Promise<string> {
  isWord('dir', dir);
  isModel('model', model);
  isDataOf(model)('data', data);
  isReport('report', report);
  const { signal } = report;
  await heard(signal);
  const tree = await treeFigure(model, data);
  await heard(signal);
  const images = exampleImages(data, Math.max(examples, interpolations + 1));
  const parts = await partsPicture(model, images.slice(0, examples));
  await heard(signal);
  const sampled = await samplesPicture(model, samples, report.seed);
  await heard(signal);
  const pairs = Array.from(
    { length: Math.min(interpolations, images.length - 1) },
    (_, i) => [images[i]!, images[i + 1]!] as const,
  );
  const walks = pairs.length > 0 ? await interpolationPicture(model, pairs, interpolationFrames) : undefined;
  const depth = report.childrenPerLevel.length;
  const partsTitle = depth > 0 ? 'Images taken apart' : 'Reconstructions';
  const sheets = {
    parts: drawnSheet('parts', parts, partsTitle),
    samples: drawnSheet('samples', sampled, 'Samples'),
    walks: walks && drawnSheet('interpolation', walks, walksTitle),
  };
  const figures: ReportFigure[] = [
    {
      title: partsTitle,
      svg: sheets.parts.svg,
      caption: `Images of ${data.name} that the model never learned from (split ${data.split}). ${partsCaption(depth)}`,
    },
    ...(tree === null ? [] : [tree]),
    {
      title: 'Samples',
      svg: sheets.samples.svg,
      caption: `Programs from the prior, drawn${depth > 0 ? ': the image, its parts in colours, each part’s own canvas' : ''}. Seed ${report.seed}.`,
    },
    ...(sheets.walks === undefined
      ? []
      : [
          {
            title: walksTitle,
            svg: sheets.walks.svg,
            caption:
              'Programs on the straight line between those of two held-out images (left and right end).',
          },
        ]),
  ];
  const drawn = curves(report.rows, report.evaluations, report.childrenPerLevel);
  const html = reportHtml({
    title: report.title,
    summary: summary(report, data),
    ...(report.command === undefined ? {} : { command: report.command }),
    seed: report.metrics.seed ?? report.seed,
    metrics: metricsTable(report.metrics, report.childrenPerLevel),
    figures,
    ...(report.scenes && { chapters: [report.scenes.chapter] }),
    curves: drawn.map(({ name: _, ...curve }) => curve),
    appendix: report.settings === null ? [] : [settingsTable(report.settings)],
    notes: report.notes,
    footer: 'Made with @rnp/cli',
  });
  await writeOutputs(
    { folder: dir },
    {
      ...sheets.parts.files,
      ...(tree === null ? {} : drawingFiles('tree', tree.svg)),
      ...sheets.samples.files,
      ...sheets.walks?.files,
      ...report.scenes?.files,
      ...Object.assign(
        {},
        ...drawn.map(({ name, caption: _, ...curve }) => drawingFiles(name, curveSvg(curve))),
      ),
      // Last, so that no page is there without its pictures.
      'report.html': html,
    },
    { overwrite: report.overwrite, signal },
  );
  return join(dir, 'report.html');
}

/** The first example as a tree; null without parts, or with more of them than a page can hold. */
async function treeFigure(
  model: Model<Network>,
  data: Dataset,
): Promise<(ReportFigure & { readonly svg: string }) | null> {
  const leaves = childrenPerLevelOf(model).reduce((all, children) => all * children, 1);
  const [explained] = await explainAtOneLook(model, exampleImages(data, 1));
  const tree = explained?.tree ?? null;
  if (tree === null || leaves > maxLeaves) return null;
  return {
    title: 'One image as a tree',
    svg: parseTreeSvg(tree, (node) => ownCanvas(node, tree), { labels: 'step' }),
    caption:
      'The first image above: what its program draws, below it each part in its own frame. Faint parts are drawn stronger than they are in the image; grey ones draw nothing.',
  };
}

function partsCaption(depth: number): string {
  if (depth === 0) return 'Input and reconstruction.';
  const subparts =
    depth > 1
      ? ', and each part’s own canvas with its subparts in colours (faint ones drawn stronger, empty ones grey)'
      : '';
  const deeper = depth > 2 ? ' Deeper levels are drawn into the subparts.' : '';
  return `From left to right: input, reconstruction, the parts in colours${subparts}.${deeper}`;
}

function summary({ metrics, childrenPerLevel }: RunReport, data: Dataset): string {
  const tree =
    childrenPerLevel.length === 0
      ? 'A convolutional VAE'
      : `A Recursive Neural Program of ${childrenPerLevel.join(' × ')} parts`;
  return `${tree}, measured on ${metrics.images.toLocaleString('en')} held-out images of ${data.name}.`;
}

function settingsTable(settings: CompleteSettings): ReportTable {
  const values = settingValues(settings);
  return {
    title: 'Settings',
    columns: ['setting', 'value', 'meaning'],
    rows: settingTable.flatMap(({ name, meaning }) => {
      const value = values[name] ?? '';
      return value === '' ? [] : [[name, value, meaning]];
    }),
    caption: 'Names and values as settings have them, name=value.',
  };
}
