import { basename, dirname, resolve } from 'node:path';
import { UsageError } from '@rnp/runs';
import { findModel, readStoredModel } from '@rnp/runs/models';
import { writeOutputs } from '@rnp/runs/outputs';
import { modelFileOf } from '@rnp/vae';
import { modelFolderName } from '@rnp/vae/node';
import { type Command, Option } from 'commander';
import { printLine } from '../terminal/print.js';
import { ExampleCommand } from './exampleCommand.js';
import { modelMeaning, overwriteOption } from './options.js';
import { outPlace } from './outPlace.js';

const ending = '.safetensors';

interface ExportModelFlags {
  readonly out?: string;
  readonly overwrite?: boolean;
}

export function exportModelCommand(): Command {
  return new ExampleCommand('export-model')
    .summary('write a model as one file, to send or to open in the playground')
    .description(
      'Writes a model as one file: its safetensors file, with its config.json as metadata. --model of every command takes this file, and so does the playground (Train, Open a model).',
    )
    .argument('<model>', modelMeaning)
    .addOption(
      new Option(
        '--out <file>',
        `a name that ends in ${ending} (default: the name of the run or model, and ${ending})`,
      ).argParser(outPlace),
    )
    .addOption(overwriteOption())
    .examples(['export-model runs/quick-start', 'export-model runs/quick-start --out my-digits.safetensors'])
    .action(run);
}

async function run(name: string, { out, overwrite }: ExportModelFlags): Promise<void> {
  if (out !== undefined && !out.endsWith(ending)) {
    throw new UsageError(`--out ${out}: give a name that ends in ${ending}`);
  }
  const { path, trained } = await findModel(name);
  const { dir, files } = await readStoredModel(path);
  const file = out ?? `${trained ?? nameOf(dir)}${ending}`;
  const outputs = { [`model${ending}`]: modelFileOf(files) };
  for (const written of await writeOutputs({ file, ending }, outputs, { overwrite })) printLine(written);
}

/** The run's name, where the model lies in a run's folder. */
function nameOf(dir: string): string {
  const whole = resolve(dir);
  const named = basename(whole) === modelFolderName ? dirname(whole) : whole;
  return basename(named, ending);
}
