import { figureRows } from '@rnp/runs/record';
import { type EvaluateModelOptions, evaluateModel, type ModelLook } from '@rnp/runs/use';
import { counted } from '@rnp/runs/words';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  countOption,
  given,
  jsonOption,
  limitOption,
  measuredDataOptions,
  refineOption,
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
      refineOption(),
      countOption(
        '--infer <steps>',
        'look closely: move programs and all their parts by this many steps down the prediction errors; slower',
        0,
      ),
      backendOption(),
      jsonOption('print the figures as JSON'),
    )
    .examples([
      'eval --model runs/quick-start',
      'eval --model runs/quick-start --data mnist --split test --json',
      'eval --model runs/quick-start --infer 50 --limit 200',
      'eval --model runs/quick-start --data omniglot --split test --refine 50',
    ])
    .action(run);
}

async function run({ json = false, ...flags }: EvalFlags): Promise<void> {
  const { figures, childrenPerLevel, look, advice } = await told(evaluateModel(flags));
  if (advice !== null) say(`warning: ${advice}`);
  const { refine, infer } = flags;
  if (json) printJson({ ...figures, ...given({ refineSteps: refine, inferSteps: infer }) });
  else {
    printTable([...figureRows(figures, childrenPerLevel), ['looked at', ...lookWords(look)]]);
  }
}

function lookWords(look: ModelLook): readonly [how: string, more: string] {
  if (look.type === 'encoder') return ['once', 'by the encoder'];
  const steps = counted(look.steps, 'step');
  return look.type === 'refined'
    ? [steps, 'of gradient descent; free: the encoder’s programs, not their parts']
    : [steps, 'of inference by prediction errors; free: programs and all their parts'];
}
