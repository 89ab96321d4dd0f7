import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { modelFileOf, readModelConfig } from '@rnp/vae';
import { loadModelFolder, modelFolderName, writeFileAtomic } from '@rnp/vae/node';
import { Command } from 'commander';
import { UsageError } from '../errors.js';
import { findModel } from '../input/trainedModels.js';
import { printLine } from '../output/print.js';
import { examples, modelMeaning } from './options.js';

const ending = '.safetensors';

interface ExportModelFlags {
  readonly out?: string;
}

export function exportModelCommand(): Command {
  return new Command('export-model')
    .summary('write a model as one file, to be sent or opened in the playground')
    .description(
      'Writes a model as one file: its safetensors file, with its config.json as a note. --model of every command takes it, and so does the playground (Train, Open a model).',
    )
    .argument('<model>', modelMeaning)
    .option(
      '--out <file>',
      `a name ending in ${ending} (default: the name of the run or model, and ${ending})`,
    )
    .addHelpText(
      'after',
      examples([
        'export-model runs/quick-start',
        'export-model runs/quick-start --out my-digits.safetensors',
      ]),
    )
    .action(run);
}

async function run(name: string, { out }: ExportModelFlags): Promise<void> {
  if (out !== undefined && !out.endsWith(ending)) {
    throw new UsageError(`--out ${out}: give a name that ends in ${ending}`);
  }
  const { path, trained } = await findModel(name);
  const { dir, files } = await loadModelFolder(path);
  // Weights without a readable config are no model.
  readModelConfig(files['config.json'], dir);
  const file = out ?? `${trained ?? nameOf(dir)}${ending}`;
  if (out === undefined && existsSync(file)) {
    throw new UsageError(`${file} is there already; name it with --out to write over it, or name another`);
  }
  await writeFileAtomic(file, modelFileOf(files));
  printLine(file);
}

/** The run's name, where the model lies in a run's folder. */
function nameOf(dir: string): string {
  const whole = resolve(dir);
  const named = basename(whole) === modelFolderName ? dirname(whole) : whole;
  return basename(named, ending);
}
