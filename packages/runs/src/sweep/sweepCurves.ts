import { type Wording, worded, wordingOf } from '@rnp/errors';
import { type CurveSvgOptions, meanCurve } from '@rnp/viz';
import { isExpected } from '../errors.js';
import { readEvaluations, readRows } from '../record/readRecord.js';
import { runFolder } from '../record/runFolder.js';
import { runDir, type SweepFolder } from './folder.js';
import type { SweepPlan } from './plan.js';
import type { RunStatus } from './status.js';

/** Settings of which a curve and the best model are shown; more would not be told apart. */
export const maxShown = 10;

/** `name`: of its files beside the report. */
type NamedCurve = CurveSvgOptions & { readonly name: string; readonly caption: string };

/** Told of curves that are left out because a file is damaged. */
type OnNote = ((line: string | Wording) => void) | undefined;

/** Mean curves over seeds, a curve a setting: of training batches, and of held-out images where they were measured. */
export async function sweepCurves(
  plan: SweepPlan,
  folder: SweepFolder,
  statuses: readonly RunStatus[],
  onNote: OnNote,
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
function leavingOut(onNote: OnNote): (error: unknown) => readonly never[] {
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
