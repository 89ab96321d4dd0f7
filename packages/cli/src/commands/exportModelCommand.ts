import { type ExportModelOptions, exportModel, modelFileEnding } from '@rnp/runs/use';
import { weightPrecisions } from '@rnp/vae';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { modelMeaning, overwriteOption } from '../options/options.js';
import { outPlace } from '../options/outPlace.js';
import { printLine } from '../terminal/print.js';
import { told } from '../terminal/told.js';

export function exportModelCommand(): Command {
  return new ExampleCommand('export-model')
    .summary('write a model as one file, to send or to open in the playground')
    .description(
      'Writes a model as one file: its safetensors file, with its config.json as metadata. --model of every command takes this file, and so does the playground (Train, Open a model).',
    )
    .argument('<model>', modelMeaning)
    .takes(
      new Option(
        '--out <file>',
        `a name that ends in ${modelFileEnding} (default: the name of the run or model, and ${modelFileEnding})`,
      ).argParser(outPlace),
      new Option(
        '--precision <kind>',
        'of the weights: float16 halves the file, int8 quarters it and draws a little worse (default: as they are kept)',
      ).choices(weightPrecisions),
      overwriteOption(),
    )
    .examples([
      'export-model runs/quick-start',
      'export-model runs/quick-start --out my-digits.safetensors',
      'export-model runs/quick-start --precision int8',
    ])
    .action(async (model: string, flags: ExportModelOptions) =>
      printLine(await told(exportModel(model, flags))),
    );
}
