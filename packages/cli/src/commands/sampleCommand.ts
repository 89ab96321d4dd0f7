import { encodePng } from '@rnp/viz';
import { Command, Option } from 'commander';
import { openModel } from '../input/openModel.js';
import { printJson, printLine } from '../output/print.js';
import { writeOutputs } from '../output/writeOutputs.js';
import { explainPrograms } from '../report/explain.js';
import { samplesPicture } from '../report/figures.js';
import {
  backendOption,
  defaultBackends,
  examples,
  jsonOption,
  modelOption,
  outOption,
  seedOption,
  wholeNumber,
} from './options.js';

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
    .addOption(outOption('folder for samples.png (default: samples)'))
    .addOption(backendOption())
    .addOption(jsonOption('print programs and parse trees as JSON; the PNG is written only with --out then'))
    .addHelpText(
      'after',
      examples([
        'sample --model runs/quick-start',
        'sample --model runs/quick-start --count 64 --seed 7 --out more',
      ]),
    )
    .action(run);
}

async function run(flags: SampleFlags): Promise<void> {
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
      const png = encodePng(await samplesPicture(model, programs));
      const paths = await writeOutputs(flags.out ?? 'samples', { 'samples.png': png });
      if (!flags.json) for (const path of paths) printLine(path);
    } finally {
      programs.dispose();
    }
  } finally {
    model.dispose();
  }
}
