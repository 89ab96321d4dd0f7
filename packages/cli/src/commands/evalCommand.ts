import type { Split } from '@rnp/runs/data';
import { childrenPerLevelOf, modelTraining, openModel, openModelData } from '@rnp/runs/models';
import { figuresOf } from '@rnp/runs/record';
import { worseThanMeanAdvice } from '@rnp/runs/run';
import { type Command, Option } from 'commander';
import { measured } from '../terminal/measuringBar.js';
import { withListeners } from '../terminal/modelListeners.js';
import { printFigures, printJson } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  dataOption,
  defaultBackends,
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
  readonly backends?: readonly string[];
  readonly json?: boolean;
}

export function evalCommand(): Command {
  return new ExampleCommand('eval')
    .summary('measure a model on a data set')
    .description('Measures a model over a whole split: squared error, and whether its parts form a parse.')
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one that the model learned from)'))
    .addOption(splitOption())
    .addOption(new Option('--limit <n>', 'only the first n images').argParser(wholeNumber(1)))
    .addOption(refineOption())
    .addOption(backendOption())
    .addOption(jsonOption('print the figures as JSON'))
    .examples([
      'eval --model runs/quick-start',
      'eval --model runs/quick-start --data mnist --split test --json',
      'eval --model runs/quick-start --data omniglot --split test --refine 50',
    ])
    .action(run);
}

async function run(flags: EvalFlags): Promise<void> {
  const opened = await openModel(flags.model, flags.backends ?? defaultBackends, say);
  const { model, backend } = opened;
  try {
    const { data, digest } = await withListeners({}, (listeners) =>
      openModelData(opened, flags.data, flags.split, listeners),
    );
    const { limit, refine } = flags;
    const evaluation = await measured(model, data, {
      ...(limit === undefined ? {} : { limit }),
      ...(refine === undefined ? {} : { refined: { steps: refine } }),
    });
    const training = await modelTraining(opened);
    const advice = worseThanMeanAdvice(evaluation.ssePerImage, data, training, digest);
    if (advice !== null) say(`warning: ${advice}`);
    const figures = figuresOf(evaluation, { data: data.name, digest, split: data.split, backend });
    if (flags.json) printJson(refine === undefined ? figures : { ...figures, refineSteps: refine });
    else printFigures(figures, childrenPerLevelOf(model));
  } finally {
    model.dispose();
  }
}
