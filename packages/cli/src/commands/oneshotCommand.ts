import { type OneShotOptions, oneShot } from '@rnp/runs/use';
import { counted } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { backendOption, countOption, jsonOption, limitOption } from '../options/options.js';
import { printJson, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Called as the options of `oneShot`. */
type OneShotFlags = OneShotOptions & { readonly json?: boolean };

export function oneshotCommand(): Command {
  return new ExampleCommand('oneshot')
    .summary('classify characters by one drawing of each')
    .description(
      'Measures a model on the published runs of one-shot classification of Omniglot: 20 runs of 20 drawings, each to be recognised by one drawing of each of 20 characters, by another hand. The tree of each drawing is fitted to the other by moving its parts, both ways; pixels are compared besides. The runs (0.4 MB) are downloaded once, or lie in RNP_DATA_DIR.',
    )
    .takes(
      new Option('--model <name>', 'a model of 28×28 drawings (default: omniglot)'),
      limitOption('only the first n runs'),
      countOption(
        '--infer <steps>',
        'steps of inference by which each drawing gets its tree (default: 50)',
        0,
      ),
      backendOption(),
      jsonOption('print the errors as JSON, with the answers of each run'),
    )
    .examples(['oneshot', 'oneshot --limit 2', 'oneshot --model runs/characters --infer 100 --json'])
    .action(run);
}

async function run({ json = false, ...flags }: OneShotFlags): Promise<void> {
  const { runs, ...errors } = await told(oneShot(flags));
  if (json) {
    printJson({
      ...errors,
      runs: runs.map(({ distances: _, ...told }) => told),
    });
    return;
  }
  const images = runs.reduce((sum, { images: n }) => sum + n, 0);
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  printTable([
    ['wrong', percent(errors.error), 'by trees whose parts move'],
    ['wrong', percent(errors.errorCentredPixels), 'by pixels, centred and equally large'],
    ['wrong', percent(errors.errorPixels), 'by pixels'],
    ['drawings', String(images), `in ${counted(runs.length, 'run')}`],
  ]);
}
