import { type DescribeDataOptions, type DescribedEvent, describeData } from '@rnp/runs/use';
import { counted } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { Interrupted } from '../errors.js';
import { jsonOption, overwriteOption, positiveNumber } from '../options/options.js';
import { outPlace } from '../options/outPlace.js';
import { inFlags } from '../terminal/inFlags.js';
import { printJson, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Within it a local disk lists millions of files. */
const defaultMaxSeconds = 60;

/** Called as the options of `describeData`. */
interface DescribeFlags extends DescribeDataOptions {
  readonly maxSeconds: number;
  readonly json?: boolean;
}

export function describeCommand(): Command {
  return new ExampleCommand('describe')
    .summary('show how a folder of images is read as a data set')
    .description(
      'Shows how training would read a folder of images or a data set: splits, classes, sizes, modes, background, what is left out and why. Draws twelve of its images as a model sees them, the objects of scenes in their boxes.',
    )
    .argument('<name>', 'a folder, with its settings as in --data, or a name of `rnp data list`')
    .takes(
      new Option(
        '--max-seconds <n>',
        'time limit for listing the folders; those not listed by then are named. Ctrl-C ends the listing, too',
      )
        .argParser(positiveNumber)
        .default(defaultMaxSeconds),
      new Option(
        '--out <path>',
        'PNG of twelve images, or a folder for it (default: describe- and the name of the data with its settings)',
      ).argParser(outPlace),
      overwriteOption(),
      jsonOption('print the description as JSON'),
    )
    .examples([
      'data describe photos',
      "data describe 'photos?size=24x32&colour=yes' --json",
      'data describe mnist',
      "data describe 'scenes?of=mnist&count=0-3&background=clutter'",
    ])
    .action(run);
}

async function run(name: string, { json = false, ...flags }: DescribeFlags): Promise<void> {
  const job = describeData(name, { ...flags, into: '.' });
  // What was understood is told also where the picture cannot be written.
  const onDescribed = ({ rows }: DescribedEvent): void => {
    if (!json) printTable(rows.map(([heading, wording]) => [heading, inFlags(wording)]));
  };
  const { description, picture, noPicture, stopped } = await told(job, { ...flags, onDescribed });
  if (json) printJson({ ...description, picture, stopped });
  else {
    const words = picture === null ? inFlags(noPicture!) : `${picture}: some as a model sees them`;
    printTable([['pictures', words]]);
  }
  const looked = 'looked' in description ? `, in ${counted(description.looked, 'picture')}` : '';
  if (stopped) throw new Interrupted(`stopped; this is what was found until then${looked}`);
}
