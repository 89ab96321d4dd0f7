import { type EvaluateModelOptions, evaluateModel } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  inferOption,
  jsonOption,
  limitOption,
  measuredDataOptions,
  presenceOption,
} from '../options/options.js';
import { printJson, printTable } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { told } from '../terminal/told.js';

/** Called as the options of `evaluateModel`. */
type EvalFlags = EvaluateModelOptions & { readonly json?: boolean };

export function evalCommand(): Command {
  return new ExampleCommand('eval')
    .summary('measure a model on a data set')
    .description('Measures a model over a whole split: squared error, and whether its parts form a parse.')
    .takes(
      ...measuredDataOptions(),
      limitOption(),
      inferOption(),
      new Option(
        '--bound',
        'also say how probable the model finds the images, a lower bound of ln p in nats by terms and levels, with --infer of the inferred trees; takes about as long as 20 steps',
      ),
      presenceOption(),
      backendOption(),
      jsonOption('print the figures as JSON'),
    )
    .examples([
      'eval --model runs/quick-start',
      'eval --model runs/quick-start --data mnist --split test --json',
      'eval --model runs/quick-start --infer 50 --limit 200',
      'eval --model runs/quick-start --infer 50 --bound --limit 200',
      'eval --model mnist --data digits --presence',
      'eval --model omniglot --data omniglot --split test --infer 50',
    ])
    .action(run);
}

async function run({ json = false, ...flags }: EvalFlags): Promise<void> {
  const { figures, look, energy, bound, parts, rows, advice } = await told(evaluateModel(flags));
  if (advice !== null) say(`warning: ${advice}`);
  if (json)
    printJson({
      ...figures,
      look,
      ...(energy !== null && { energy }),
      ...(bound !== null && { bound }),
      ...(parts !== null && { parts }),
    });
  else printTable(rows);
}
