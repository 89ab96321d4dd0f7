import { drawSamples, partsExample, samplesGrid } from '@rnp/runs/explain';
import { openModel } from '@rnp/runs/models';
import { destinationOf, sheetFiles, writeOutputs } from '@rnp/runs/outputs';
import { type Command, Option } from 'commander';
import { printJsonList, printLine } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  defaultBackends,
  filesOption,
  jsonOption,
  modelOption,
  overwriteOption,
  seedOption,
  wholeNumber,
} from './options.js';

const endings = Object.freeze(['.svg', '.png']);

/** Their programs are drawn at once, so that a seed gives the same ones whatever is done with them. */
const maxCount = 100_000;

interface SampleFlags {
  readonly model: string;
  readonly count: number;
  readonly seed: number;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly backends?: readonly string[];
  readonly json?: boolean;
}

export function sampleCommand(): Command {
  return new ExampleCommand('sample')
    .summary('draw new images from the prior')
    .description(
      'Samples programs from the prior N(0, I) and draws the new images, their parts, and each part’s own canvas.',
    )
    .addOption(modelOption())
    .addOption(new Option('--count <n>', 'number of images').argParser(wholeNumber(1, maxCount)).default(16))
    .addOption(seedOption('the same seed draws the same samples').default(1))
    .addOption(filesOption('samples.svg and samples.png', endings, 'samples'))
    .addOption(overwriteOption())
    .addOption(backendOption())
    .addOption(jsonOption('print programs and parse trees as JSON, and write pictures only with --out'))
    .examples([
      'sample --model runs/quick-start',
      'sample --model runs/quick-start --count 64 --seed 7 --out more',
      'sample --model runs/quick-start --out samples.svg',
    ])
    .action(run);
}

async function run(flags: SampleFlags): Promise<void> {
  const destination = await destinationOf(flags.out ?? 'samples', endings);
  const { model } = await openModel(flags.model, flags.backends ?? defaultBackends, say);
  const { count, seed, json = false } = flags;
  try {
    // Too many for a picture are refused here, before one is drawn.
    const picture = json && flags.out === undefined ? null : samplesGrid(model, count);
    const list = json ? printJsonList({ count, seed }, 'samples') : null;
    await drawSamples(model, { count, seed }, (one, index, program) => {
      list?.add({ program, tree: one.tree });
      picture?.draw(partsExample(one), index);
    });
    list?.end();
    if (picture === null) return;
    const paths = await writeOutputs(destination, sheetFiles('samples', picture.sheet, 'Samples'), {
      overwrite: flags.overwrite === true,
    });
    if (!json) for (const path of paths) printLine(path);
  } finally {
    model.dispose();
  }
}
