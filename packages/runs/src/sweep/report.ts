import { join, posix } from 'node:path';
import { inWords, type OptionStyle, type Wording } from '@rnp/errors';
import { writeFileAtomic } from '@rnp/files/node';
import { curveSvg, formatMetric, type ReportFigure, reportHtml } from '@rnp/viz';
import { check } from '../checks.js';
import { json } from '../files/jsonFile.js';
import { readTextFile } from '../files/readTextFile.js';
import { drawingFiles } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { counted } from '../words/counted.js';
import { formatSeconds } from '../words/formatSeconds.js';
import type { SweepFolder } from './folder.js';
import { isSummary } from './isSummary.js';
import type { SweepPlan } from './plan.js';
import type { RunStatus } from './status.js';
import { type SettingSummary, type Spread, sweepSummary } from './summary.js';
import { maxShown, sweepCurves } from './sweepCurves.js';

/** Of a sheet that is drawn into the report. */
const maxSvgBytes = 8 * 1024 * 1024;

export interface SweepReportOptions {
  /** The command or program that ran the sweep. */
  readonly command: string;
  /** Told of curves that are left out because a file is damaged. */
  /** How options are written in the reason of a failed run. */
  readonly style?: OptionStyle | undefined;
  /** Called about curves that are left out because a file is damaged. */
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
  { command, onNote, style }: SweepReportOptions,
): Promise<readonly SettingSummary[]> {
  const summaries = sweepSummary(plan.settings, statuses);
  await writeFileAtomic(
    folder.results,
    json({
      schema: 'rnp-sweep-results',
      version: 1,
      name: plan.name,
      settings: summaries,
      runs: statuses.map(({ run, state, metrics, ...failure }) => ({
        name: run.name,
        setting: run.setting,
        seed: run.seed,
        key: run.key,
        state,
        ...(failure.reason === null ? {} : { reason: reasonIn(failure, style) }),
        metrics,
      })),
    }),
  );
  await writeFileAtomic(folder.table, new TextEncoder().encode(csvOf(statuses)));
  const curves = await sweepCurves(plan, folder, statuses, onNote);
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
    notes: notesOf(statuses, plan.settings.length, style),
    footer: 'Made with @rnp/cli',
  });
  await writeFileAtomic(folder.report, new TextEncoder().encode(page));
  return summaries;
}

/** The comparison of the settings as a table for people, one row per setting. */
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

/** As people read it where they are. */
function reasonIn({ reason, wording }: Pick<RunStatus, 'reason' | 'wording'>, style?: OptionStyle): string {
  return inWords(wording ?? reason ?? '', style);
}

function notesOf(statuses: readonly RunStatus[], settings: number, style: OptionStyle | undefined): string[] {
  const failed = statuses.flatMap(({ run, ...failure }) =>
    failure.reason === null ? [] : [`${run.name} failed: ${reasonIn(failure, style)}`],
  );
  const fewer = statuses.length === settings ? ['One seed says little: runs of one setting differ.'] : [];
  return [...failed, ...fewer];
}
