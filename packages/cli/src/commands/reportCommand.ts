import { dataTitle, type Split } from '@rnp/runs/data';
import { childrenPerLevelOf, openModel, openModelData } from '@rnp/runs/models';
import {
  type EvaluationRow,
  figuresOf,
  type MetricsRow,
  type PartialMetrics,
  type RunFolder,
  type RunMetrics,
  type RunRecord,
  readEvaluations,
  readMetrics,
  readRecord,
  readRows,
  runFolder,
} from '@rnp/runs/record';
import { writeReport } from '@rnp/runs/report';
import { isRnp } from '@rnp/vae';
import { collapseAdvice, maySayCollapsed } from '@rnp/vae/training';
import { type Command, Option } from 'commander';
import { measured } from '../terminal/measuringBar.js';
import { withListeners } from '../terminal/modelListeners.js';
import { printFigures, printLine } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  dataOption,
  defaultBackends,
  modelOption,
  outOption,
  overwriteOption,
  seedOption,
  splitOption,
  wholeNumber,
} from './options.js';

interface ReportFlags {
  readonly model: string;
  readonly data?: string;
  readonly split: Split;
  readonly limit?: number;
  readonly seed?: number;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly backends?: readonly string[];
}

export function reportCommand(): Command {
  return new ExampleCommand('report')
    .summary('write the picture report of a model')
    .description('Measures a model on held-out images and writes report.html with its pictures.')
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one that the model learned from)'))
    .addOption(splitOption())
    .addOption(new Option('--limit <n>', 'measure only the first n images').argParser(wholeNumber(1)))
    .addOption(seedOption('seed of the samples (default: the run’s)'))
    .addOption(outOption('folder for the report (default: the run’s, or report)'))
    .addOption(overwriteOption())
    .addOption(backendOption())
    .examples(['report --model runs/quick-start', 'report --model runs/mnist --data digits --out other'])
    .action(run);
}

/** What a run's folder tells beside its model. */
interface StoredRun {
  readonly record: RunRecord | null;
  readonly trained: RunMetrics | PartialMetrics | null;
  readonly rows: readonly MetricsRow[];
  readonly evaluations: readonly EvaluationRow[];
}

const noRun: StoredRun = Object.freeze({ record: null, trained: null, rows: [], evaluations: [] });

/** @throws UsageError naming the file that is damaged */
async function readRun(folder: RunFolder): Promise<StoredRun> {
  return {
    record: await readRecord(folder),
    trained: await readMetrics(folder),
    rows: await readRows(folder),
    evaluations: await readEvaluations(folder),
  };
}

async function run(flags: ReportFlags): Promise<void> {
  const opened = await openModel(flags.model, flags.backends ?? defaultBackends, say);
  const { model, runDir, backend } = opened;
  try {
    // Read before anything is measured: what is damaged is said at once.
    const { record, trained, rows, evaluations } = runDir === null ? noRun : await readRun(runFolder(runDir));
    const { data, digest } = await withListeners({}, (listeners) =>
      openModelData(opened, flags.data, flags.split, listeners),
    );
    const evaluation = await measured(model, data, flags.limit === undefined ? {} : { limit: flags.limit });
    const figures = figuresOf(evaluation, { data: data.name, digest, split: data.split, backend });
    const { steps, seconds } = trained ?? {};
    const seed = flags.seed ?? record?.training.seed ?? 1;
    const childrenPerLevel = childrenPerLevelOf(model);
    const { parse } = evaluation;
    const early = record !== null && steps !== undefined && !maySayCollapsed(steps, record.training);
    const advice = isRnp(model) && parse !== null && !early ? collapseAdvice(parse, model.config) : [];
    const path = await writeReport(flags.out ?? runDir ?? 'report', model, data, {
      title: `${dataTitle(data.name)}, taken apart`,
      metrics: {
        ...figures,
        ...(steps === undefined ? {} : { steps }),
        ...(seconds === undefined ? {} : { seconds }),
        ...(record === null ? {} : { seed: record.training.seed }),
      },
      childrenPerLevel: childrenPerLevel,
      rows,
      evaluations,
      settings: record,
      ...(record === null ? {} : { command: record.command }),
      seed,
      notes: advice,
      // A run's own report is what this command is for.
      overwrite: flags.overwrite === true || flags.out === undefined,
    });
    printFigures(figures, childrenPerLevel);
    printLine(`report  ${path}`);
  } finally {
    model.dispose();
  }
}
