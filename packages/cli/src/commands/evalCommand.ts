import { Command, Option } from 'commander';
import { openModelData } from '../input/modelData.js';
import type { Split } from '../input/openData.js';
import { openModel } from '../input/openModel.js';
import { printFigures, printJson } from '../output/print.js';
import { stepsPerLevelOf } from '../report/stepsPerLevel.js';
import { evaluateOn } from '../run/evaluateRun.js';
import { worseThanMeanAdvice } from '../run/learningAdvice.js';
import { figuresOf } from '../run/metrics.js';
import { say } from '../terminal/say.js';
import {
  backendOption,
  dataOption,
  defaultBackends,
  examples,
  jsonOption,
  modelOption,
  refineOption,
  splitOption,
  wholeNumber,
} from './options.js';

interface EvalFlags {
  readonly model: string;
  readonly data?: string;
  readonly split: Split;
  readonly limit?: number;
  readonly refine?: number;
  readonly backend?: readonly string[];
  readonly json?: boolean;
}

export function evalCommand(): Command {
  return new Command('eval')
    .summary('measure a model on a data set')
    .description('Measures a model over a whole split: squared error, and whether it is a parse.')
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one it learned from)'))
    .addOption(splitOption())
    .addOption(new Option('--limit <n>', 'only the first n images').argParser(wholeNumber(1)))
    .addOption(refineOption())
    .addOption(backendOption())
    .addOption(jsonOption('print the figures as JSON'))
    .addHelpText(
      'after',
      examples([
        'eval --model runs/quick-start',
        'eval --model runs/quick-start --data mnist --split test --json',
        'eval --model runs/quick-start --data omniglot --split test --refine 50',
      ]),
    )
    .action(run);
}

async function run(flags: EvalFlags): Promise<void> {
  const opened = await openModel(flags.model, flags.backend ?? defaultBackends);
  const { model, backend } = opened;
  try {
    const { data, digest } = await openModelData(opened, flags.data, flags.split);
    const { limit, refine } = flags;
    const evaluation = await evaluateOn(model, data, {
      ...(limit === undefined ? {} : { limit }),
      ...(refine === undefined ? {} : { refined: { steps: refine } }),
    });
    const advice = worseThanMeanAdvice(evaluation.ssePerImage, data);
    if (advice !== null) say(`warning: ${advice}`);
    const figures = figuresOf(evaluation, { data: data.name, digest, split: data.split, backend });
    if (flags.json) printJson(refine === undefined ? figures : { ...figures, refineSteps: refine });
    else printFigures(figures, stepsPerLevelOf(model));
  } finally {
    model.dispose();
  }
}
