import { figureRows } from '@rnp/runs/record';
import { type EvaluateModelOptions, evaluateModel, type ModelLook } from '@rnp/runs/use';
import { counted } from '@rnp/runs/words';
import type { Energy } from '@rnp/vae';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  given,
  inferOption,
  jsonOption,
  limitOption,
  measuredDataOptions,
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
      backendOption(),
      jsonOption('print the figures as JSON'),
    )
    .examples([
      'eval --model runs/quick-start',
      'eval --model runs/quick-start --data mnist --split test --json',
      'eval --model runs/quick-start --infer 50 --limit 200',
      'eval --model omniglot --data omniglot --split test --infer 50',
    ])
    .action(run);
}

async function run({ json = false, ...flags }: EvalFlags): Promise<void> {
  const { figures, childrenPerLevel, look, energy, advice } = await told(evaluateModel(flags));
  if (advice !== null) say(`warning: ${advice}`);
  if (json) {
    printJson({ ...figures, ...given({ inferSteps: flags.infer }), ...(energy !== null && { energy }) });
    return;
  }
  printTable([
    ...figureRows(figures, childrenPerLevel, look),
    ...(energy === null ? [] : energyRows(energy)),
    ['looked at', ...lookWords(look)],
  ]);
}

/** By its terms: what pixels miss, and what programs did not say. */
function energyRows({ total, pixels, top, states, actions }: Energy): (readonly string[])[] {
  const few = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(' / ');
  return [
    ['energy', few([total]), 'nats: the sum of what follows'],
    ['of pixels', few([pixels]), 'half the squared error'],
    ['of programs', few([top]), 'the top program, from the prior'],
    ...(states.length === 0
      ? []
      : [['of states', few(states), 'each level’s, from what programs say of them']]),
    ...(actions.length === 0 ? [] : [['of actions', few(actions), 'likewise']]),
  ];
}

function lookWords(look: ModelLook): readonly [how: string, more: string] {
  if (look.type === 'encoder') return ['once', 'by the encoder'];
  return [
    counted(look.steps, 'step'),
    'of inference by prediction errors; free: programs and all their parts',
  ];
}
