import { UsageError } from '@rnp/runs';
import {
  type EvaluateModelOptions,
  type EvaluateScenesOptions,
  evaluateModel,
  evaluateScenes,
} from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { objectFlags, type SceneObjectsFlags } from '../options/objectFlags.js';
import {
  backendOption,
  inferOption,
  jsonOption,
  limitOption,
  measuredDataOptions,
  presenceLevelsOption,
  presenceOption,
  sceneObjectsOptions,
} from '../options/options.js';
import { presenceFlags, type TypedPresence } from '../options/presenceFlags.js';
import { printJson, printTable } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { told } from '../terminal/told.js';

/** Called as the options of `evaluateModel` and of `evaluateScenes`. */
type EvalFlags = EvaluateModelOptions & SceneObjectsFlags & TypedPresence & { readonly json?: boolean };

/** What does not go with objects. */
const withoutObjects = ['bound', 'presence'] as const;

export function evalCommand(): Command {
  return new ExampleCommand('eval')
    .summary('measure a model on a data set')
    .description(
      'Measures a model over a whole split: squared error, and whether its parts form a parse. With --objects, measures how a model of single objects finds those of scenes.',
    )
    .takes(
      ...measuredDataOptions(),
      limitOption(),
      inferOption(),
      new Option(
        '--bound',
        'also say how probable the model finds the images, a lower bound of ln p in nats by terms and levels, with --infer of the inferred trees; takes about as long as 20 steps',
      ),
      presenceOption(),
      presenceLevelsOption(),
      ...sceneObjectsOptions(),
      backendOption(),
      jsonOption('print the figures as JSON'),
    )
    .examples([
      'eval --model runs/quick-start',
      'eval --model runs/quick-start --data mnist --split test --json',
      'eval --model runs/quick-start --infer 50 --limit 200',
      'eval --model runs/quick-start --infer 50 --bound --limit 200',
      'eval --model mnist --data digits --presence',
      'eval --model mnist --data digits --presence --presence-levels 2 --limit 100',
      'eval --model omniglot --data omniglot --split test --infer 50',
      "eval --model mnist --data 'scenes?count=0-2&canvas=50' --objects --limit 100",
    ])
    .action(run);
}

async function run({ json = false, ...flags }: EvalFlags): Promise<void> {
  const { asked, rest } = objectFlags(presenceFlags(flags));
  if (asked !== undefined) return runOnScenes({ ...rest, ...asked }, json);
  const { figures, look, energy, bound, parts, rows, advice } = await told(evaluateModel(rest));
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

async function runOnScenes(flags: EvaluateScenesOptions, json: boolean): Promise<void> {
  for (const name of withoutObjects) {
    if (!(name in flags)) continue;
    throw new UsageError(`--${name} does not go with --objects; leave one of them out`);
  }
  const { figures, rows } = await told(evaluateScenes(flags));
  if (json) printJson(figures);
  else printTable(rows);
}
