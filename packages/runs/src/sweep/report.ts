import { join, posix } from 'node:path';
import { type Wording, worded, wordingOf } from '@rnp/errors';
import { writeFileAtomic } from '@rnp/files/node';
import {
  type CurveSvgOptions,
  curveSvg,
  formatMetric,
  meanCurve,
  type ReportFigure,
  reportHtml,
} from '@rnp/viz';
import { check } from '../checks.js';
import { isExpected } from '../errors.js';
import { json } from '../files/jsonFile.js';
import { readTextFile } from '../files/readTextFile.js';
import { drawingFiles } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { readEvaluations, readRows } from '../record/readRecord.js';
import { runFolder } from '../record/runFolder.js';
import { counted } from '../words/counted.js';
import { formatSeconds } from '../words/formatSeconds.js';
import { runDir, type SweepFolder } from './folder.js';
import { isSummary } from './isSummary.js';
import type { SweepPlan } from './plan.js';
import type { RunStatus } from './status.js';
import { type SettingSummary, type Spread, sweepSummary } from './summary.js';

/** Settings of which a curve and the best model are shown; more would not be told apart. */
const maxShown = 10;
/** Of a sheet that is drawn into the report. */
const maxSvgBytes = 8 * 1024 * 1024;

export interface SweepReportOptions {
  /** What was typed. */
  readonly command: string;
  /** Told of curves that are left out because a file is damaged. */
  readonly onNote?: ((line: string | Wording) => void) | undefined;
}

/**
 * Writes what came out of a sweep: results.json, results.csv (a row a run) and report.html with its curves.
 *
 * @returns the comparison, a row a setting
 */
export async function writeSweepReport(
  plan: SweepPlan,
  folder: SweepFolder,
  statuses: readonly RunStatus[],
  { command, onNote }: SweepReportOptions,
): Promise<readonly SettingSummary[]> {
  const summaries = sweepSummary(plan.settings, statuses);
  await writeFileAtomic(
    folder.results,
    json({
      schema: 'rnp-sweep-results',
      version: 1,
      name: plan.name,
      settings: summaries,
      runs: statuses.map(({ run, state, metrics, reason }) => ({
        name: run.name,
        setting: run.setting,
        seed: run.seed,
        key: run.key,
        state,
        ...(reason === null ? {} : { reason }),
        metrics,
      })),
    }),
  );
  await writeFileAtomic(folder.table, new TextEncoder().encode(csvOf(statuses)));
  const curves = await curvesOf(plan, folder, statuses, onNote);
  await writeOutputs(
    { folder: folder.dir },
    Object.assign({}, ...curves.map(({ name, caption: _, ...curve }) => drawingFiles(name, curveSvg(curve)))),
    { overwrite: true },
  );
  const page = reportHtml({
    title: plan.name,
    summary: summaryText(plan, statuses),
    command,
    tables: [comparison(summaries)],
    figures: [
      ...curves.map(({ name: _, caption, ...curve }) => ({
        title: curve.title,
        ...(caption !== undefined && { caption }),
        svg: curveSvg({ ...curve, heading: false }),
      })),
      ...(await bestModels(folder, summaries)),
    ],
    notes: notesOf(statuses, plan.settings.length),
    footer: 'Made with @rnp/cli',
  });
  await writeFileAtomic(folder.report, new TextEncoder().encode(page));
  return summaries;
}

/** A row a setting, as people read it. */
export function comparison(summaries: readonly SettingSummary[]): {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly caption: string;
} {
  check.list('summaries', summaries, isSummary);
  return {
    title: 'Settings compared',
    columns: ['setting', 'runs', 'SSE', 'purity', 'effective children', 'time', 'best'],
    rows: summaries.map(({ setting, done, runs, ssePerImage, purity, effectiveChildren, seconds, best }) => [
      setting,
      done === runs ? String(runs) : `${done} of ${runs}`,
      ssePerImage === null ? '' : spreadText(ssePerImage, done),
      purity === null ? '' : purity.map((one) => spreadText(one, done)).join(' / '),
      effectiveChildren === null ? '' : effectiveChildren.map((one) => spreadText(one, done)).join(' / '),
      seconds === null ? '' : formatSeconds(seconds.mean),
      best === null ? '' : `seed ${best.seed}`,
    ]),
    caption:
      'SSE per held-out image (squared intensity, summed over pixels; lower is better), purity and effective children per level from the top: mean ± standard deviation over seeds. Time: of training a run, a mean.',
  };
}

function spreadText({ mean, deviation }: Spread, runs: number): string {
  if (runs < 2 || !Number.isFinite(mean)) return formatMetric(mean);
  // As many digits after the point as the mean has.
  const digits = formatMetric(mean).split('.')[1]?.length ?? 2;
  return `${formatMetric(mean)} ± ${deviation.toFixed(digits)}`;
}

function csvOf(statuses: readonly RunStatus[]): string {
  const levels = Math.max(0, ...statuses.map(({ metrics }) => metrics?.purity?.length ?? 0));
  const numbered = (name: string): string[] => Array.from({ length: levels }, (_, i) => `${name}${i + 1}`);
  const columns = ['setting', 'seed', 'state', 'ssePerImage', 'klPerImage', 'seconds', 'steps'];
  const rows = statuses.map(({ run, state, metrics }) => [
    run.setting,
    run.seed,
    state,
    metrics?.ssePerImage,
    metrics?.klPerImage,
    metrics?.seconds,
    metrics?.steps,
    ...numbered('').map((_, i) => metrics?.purity?.[i]),
    ...numbered('').map((_, i) => metrics?.effectiveChildren?.[i]),
  ]);
  const head = [...columns, ...numbered('purity'), ...numbered('effectiveChildren')];
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

function csvCell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type NamedCurve = CurveSvgOptions & { readonly name: string; readonly caption: string };

/** Mean curves over seeds, a curve a setting: of training batches, and of held-out images where they were measured. */
async function curvesOf(
  plan: SweepPlan,
  folder: SweepFolder,
  statuses: readonly RunStatus[],
  onNote: SweepReportOptions['onNote'],
): Promise<readonly NamedCurve[]> {
  const withoutRows = leavingOut(onNote);
  const [training, heldOut]: [CurveSvgOptions['series'][number][], CurveSvgOptions['series'][number][]] = [
    [],
    [],
  ];
  for (const setting of plan.settings.slice(0, maxShown)) {
    const dirs = statuses
      .filter(({ run, state }) => run.setting === setting && state === 'done')
      .map(({ run }) => runFolder(runDir(folder, run)));
    // A mean is of the places that its first run has: one damaged log hides none of the others.
    const rows = await Promise.all(dirs.map((dir) => readRows(dir).catch(withoutRows)));
    const measured = await Promise.all(dirs.map((dir) => readEvaluations(dir).catch(withoutRows)));
    training.push({
      ...meanCurve(
        setting,
        rows.filter(isThere).map((run) => run.map((row) => pointOf(row, 'step'))),
      ),
      smooth: 5,
    });
    heldOut.push(
      meanCurve(
        setting,
        measured.filter(isThere).map((run) => run.map((row) => pointOf(row, 'epoch'))),
      ),
    );
  }
  const shown =
    plan.settings.length > maxShown ? ` The first ${maxShown} of ${plan.settings.length} settings.` : '';
  const yLabel = 'SSE per image (squared intensity, summed over pixels)';
  const ribbon = 'Means over seeds; the ribbon is one standard deviation.';
  const all: NamedCurve[] = [
    {
      name: 'held-out',
      title: 'Error on held-out images',
      xLabel: 'training time (epochs)',
      yLabel,
      yScale: 'log',
      series: heldOut,
      caption: `Measured on the whole test split, z = mean. ${ribbon}${shown}`,
    },
    {
      name: 'learning',
      title: 'Learning',
      xLabel: 'training step (batches)',
      yLabel,
      yScale: 'log',
      series: training,
      caption: `Error of training batches, z sampled. ${ribbon}${shown}`,
    },
  ];
  return all.filter(({ series }) => series.some(({ points }) => points.length > 1));
}

/** No rows for a file that is damaged. @throws what is no fault of the file's */
function leavingOut(onNote: SweepReportOptions['onNote']): (error: unknown) => readonly never[] {
  return (error) => {
    if (!isExpected(error)) throw error;
    onNote?.(worded`${wordingOf(error)}; its curve is left out`);
    return [];
  };
}

function isThere({ length }: readonly unknown[]): boolean {
  return length > 0;
}

function pointOf<K extends 'step' | 'epoch'>(
  row: { readonly ssePerImage: number } & Readonly<Record<K, number>>,
  x: K,
): readonly [number, number] {
  return [row[x], row.ssePerImage];
}

/** What the best model of each setting makes of images: the parts sheet of its own report, where that was drawn. */
async function bestModels(
  folder: SweepFolder,
  summaries: readonly SettingSummary[],
): Promise<ReportFigure[]> {
  const figures: ReportFigure[] = [];
  for (const { setting, best } of summaries.slice(0, maxShown)) {
    if (best === null) continue;
    const place = posix.join('runs', best.run);
    const svg = await readTextFile(join(folder.dir, place, 'parts.svg'), 'a drawing', maxSvgBytes).catch(
      () => null,
    );
    if (svg === null) continue;
    figures.push({
      title: `The best of ${setting}`,
      svg,
      caption: `Seed ${best.seed}, SSE ${formatMetric(best.ssePerImage)}: input, reconstruction, the parts in colours, each part’s own canvas with its subparts. The model: ${place}/model.`,
    });
  }
  return figures;
}

function summaryText({ about, settings, runs }: SweepPlan, statuses: readonly RunStatus[]): string {
  const done = statuses.filter(({ state }) => state === 'done').length;
  const count = `${counted(settings.length, 'setting')}, ${done === runs.length ? '' : `${done} of `}${counted(runs.length, 'run')}.`;
  return about === null ? count : `${about} ${count}`;
}

function notesOf(statuses: readonly RunStatus[], settings: number): string[] {
  const failed = statuses.flatMap(({ run, reason }) =>
    reason === null ? [] : [`${run.name} failed: ${reason}`],
  );
  const fewer = statuses.length === settings ? ['One seed says little: runs of one setting differ.'] : [];
  return [...failed, ...fewer];
}
