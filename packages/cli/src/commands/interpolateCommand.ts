import { encodePng } from '@rnp/viz';
import { Command, Option } from 'commander';
import { type ImageFlags, readModelImages } from '../input/modelImages.js';
import { openModel } from '../input/openModel.js';
import { printLine } from '../output/print.js';
import { writeOutputs } from '../output/writeOutputs.js';
import { interpolationPicture } from '../report/figures.js';
import {
  backendOption,
  backgroundOption,
  dataOption,
  defaultBackends,
  examples,
  invertOption,
  modelOption,
  outOption,
  splitOption,
  wholeNumber,
} from './options.js';

interface InterpolateFlags extends ImageFlags {
  readonly model: string;
  readonly steps: number;
  readonly out?: string;
  readonly backend?: readonly string[];
}

export function interpolateCommand(): Command {
  return new Command('interpolate')
    .summary('walk from one image to another')
    .description('Draws the programs on the straight line between those of two images.')
    .argument('<from>', 'a PNG of any size, or the index of an image in --data')
    .argument('<to>', 'the same')
    .addOption(modelOption())
    .addOption(new Option('--steps <n>', 'images, both ends included').argParser(wholeNumber(2)).default(9))
    .addOption(dataOption('data set of the indices (default: the one the model learned from)'))
    .addOption(splitOption())
    .addOption(invertOption())
    .addOption(backgroundOption())
    .addOption(outOption('folder for interpolation.png (default: interpolation)'))
    .addOption(backendOption())
    .addHelpText(
      'after',
      examples([
        'interpolate 3 8 --model runs/quick-start',
        'interpolate seven.png 12 --steps 15 --model runs/quick-start --out walk',
      ]),
    )
    .action(run);
}

async function run(from: string, to: string, flags: InterpolateFlags): Promise<void> {
  const opened = await openModel(flags.model, flags.backend ?? defaultBackends);
  const { model } = opened;
  try {
    const images = await readModelImages(opened, [from, to], flags);
    const [first, second] = images.map(({ pixels }) => pixels);
    const picture = await interpolationPicture(model, [[first!, second!]], flags.steps);
    const paths = await writeOutputs(flags.out ?? 'interpolation', {
      'interpolation.png': encodePng(picture),
    });
    for (const path of paths) printLine(path);
  } finally {
    model.dispose();
  }
}
