import { type EvaluateModelOptions, evaluateModel } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { printFigures, printJson } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { told } from '../terminal/told.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  dataOption,
  jsonOption,
  modelOption,
  refineOption,
  splitOption,
  wholeNumber,
} from './options.js';

/** Called as the options of `evaluateModel`. */
type EvalFlags = EvaluateModelOptions & { readonly json?: boolean };

export function evalCommand(): Command {
  return new ExampleCommand('eval')
    .summary('measure a model on a data set')
    .description('Measures a model over a whole split: squared error, and whether its parts form a parse.')
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one that the model learned from)'))
    .addOption(splitOption())
    .addOption(new Option('--limit <n>', 'only the first n images').argParser(wholeNumber(1)))
    .addOption(refineOption())
    .addOption(
      new Option(
        '--infer <steps>',
        'look closely: move programs and all their parts by this many steps down the prediction errors; slower',
      ).argParser(wholeNumber(0)),
    )
    .addOption(backendOption())
    .addOption(jsonOption('print the figures as JSON'))
    .examples([
      'eval --model runs/quick-start',
      'eval --model runs/quick-start --data mnist --split test --json',
      'eval --model runs/quick-start --infer 50 --limit 200',
      'eval --model runs/quick-start --data omniglot --split test --refine 50',
    ])
    .action(run);
}

async function run({ json = false, ...flags }: EvalFlags): Promise<void> {
  const { figures, childrenPerLevel, advice } = await told(evaluateModel(flags));
  if (advice !== null) say(`warning: ${advice}`);
  const { refine, infer } = flags;
  const looked = {
    ...(refine !== undefined && { refineSteps: refine }),
    ...(infer !== undefined && { inferSteps: infer }),
  };
  if (json) printJson({ ...figures, ...looked });
  else printFigures(figures, childrenPerLevel);
}
