import { Command, Option } from 'commander';
import { openModel } from '../input/openModel.js';
import { destinationOf } from '../output/destination.js';
import { sheetFiles } from '../output/pictures.js';
import { printJson, printLine } from '../output/print.js';
import { writeOutputs } from '../output/writeOutputs.js';
import { explainPrograms } from '../report/explain.js';
import { samplesPicture } from '../report/figures.js';
import {
  backendOption,
  defaultBackends,
  examples,
  filesOption,
  jsonOption,
  modelOption,
  seedOption,
  wholeNumber,
} from './options.js';

const endings = Object.freeze(['.svg', '.png']);

interface SampleFlags {
  readonly model: string;
  readonly count: number;
  readonly seed: number;
  readonly out?: string;
  readonly backend?: readonly string[];
  readonly json?: boolean;
}

export function sampleCommand(): Command {
  return new Command('sample')
    .summary('draw new images from the prior')
    .description(
      'Draws programs from the prior N(0, I): new images, their parts, and each part’s own canvas.',
    )
    .addOption(modelOption())
    .addOption(new Option('--count <n>', 'how many').argParser(wholeNumber(1)).default(16))
    .addOption(seedOption('the same seed draws the same samples').default(1))
    .addOption(filesOption('samples.svg and samples.png', endings, 'samples'))
    .addOption(backendOption())
    .addOption(
      jsonOption('print programs and parse trees as JSON; pictures are written only with --out then'),
    )
    .addHelpText(
      'after',
      examples([
        'sample --model runs/quick-start',
        'sample --model runs/quick-start --count 64 --seed 7 --out more',
        'sample --model runs/quick-start --out samples.svg',
      ]),
    )
    .action(run);
}

async function run(flags: SampleFlags): Promise<void> {
  const destination = await destinationOf(flags.out ?? 'samples', endings);
  const { model } = await openModel(flags.model, flags.backend ?? defaultBackends);
  const { count, seed } = flags;
  try {
    const programs = model.samplePrior(count, seed);
    try {
      if (flags.json) {
        const explained = await explainPrograms(model, programs);
        const samples = ((await programs.array()) as number[][]).map((program, i) => ({
          program,
          tree: explained[i]!.tree,
        }));
        printJson({ count, seed, samples });
      }
      if (flags.json && flags.out === undefined) return;
      const sheet = await samplesPicture(model, programs);
      const paths = await writeOutputs(destination, sheetFiles('samples', sheet, 'Samples'));
      if (!flags.json) for (const path of paths) printLine(path);
    } finally {
      programs.dispose();
    }
  } finally {
    model.dispose();
  }
}
