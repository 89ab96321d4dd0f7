import { basename, resolve } from 'node:path';
import { batchOf, type Dataset, folderTable } from '@rnp/datasets';
import { dataSource, describeFolder, type FolderSpec, formatFolderSpec } from '@rnp/datasets/node';
import { UsageError } from '@rnp/runs';
import { requireDataName, takenAs, takenWords } from '@rnp/runs/data';
import { rasterOf, scaleFor } from '@rnp/runs/explain';
import { fileName, sheetFiles, writeOutputs } from '@rnp/runs/outputs';
import { createProgressBar, formatSeconds } from '@rnp/runs/words';
import { type ImageGrid, imageGrid } from '@rnp/viz';
import { Argument, type Command } from 'commander';
import { openDataWithBar } from '../terminal/dataBar.js';
import { inFlags, messageInFlags } from '../terminal/inFlags.js';
import { messages } from '../terminal/outputs.js';
import { printJson, printTable } from '../terminal/print.js';
import { ExampleCommand } from './exampleCommand.js';
import { jsonOption, overwriteOption } from './options.js';

/** Nothing is said of what takes less. */
const quietMs = 2000;
const shown = 12;
const columns = 6;

export function describeCommand(): Command {
  return new ExampleCommand('describe')
    .summary('show how a folder of images is read as a data set')
    .description(
      'Shows how training would read a folder of images or a data set: splits, classes, sizes, modes, background, what is left out and why. Draws twelve of its images as a model sees them.',
    )
    .addArgument(
      new Argument('<name>', 'a folder, with its settings as in --data, or a name of `rnp data list`'),
    )
    .option('--out <file>', 'PNG of twelve images (default: describe- and the name of the data)')
    .addOption(overwriteOption())
    .addOption(jsonOption('print the description as JSON'))
    .examples([
      'data describe photos',
      "data describe 'photos?size=24x32&colour=yes' --json",
      'data describe mnist',
    ])
    .action(
      async (
        name: string,
        flags: { readonly out?: string; readonly overwrite?: boolean; readonly json?: boolean },
      ) => {
        await requireDataName(name);
        const source = await dataSource(name);
        const understood =
          source.type === 'named' ? await describedName(name) : await describedFolder(source);
        const title = basename(resolve(name.replace(/\?.*$/s, '')));
        const file = flags.out ?? `describe-${fileName(title)}.png`;
        const outputs = sheetFiles('twelve', twelve(understood.images), title);
        // What was understood is told also where the picture cannot be written.
        if (!flags.json) printTable(understood.table);
        const [picture, words] = await writeOutputs({ file, ending: '.png' }, outputs, {
          overwrite: flags.overwrite === true,
        }).then(
          ([path]) => [path!, `${path}: some as a model sees them`],
          (error: unknown) => {
            // Who only looks a second time has asked for no file.
            if (flags.out !== undefined || !(error instanceof UsageError)) throw error;
            return [null, messageInFlags(error)];
          },
        );
        if (flags.json) return printJson({ ...understood.json, picture });
        printTable([['pictures', words!]]);
      },
    );
}

interface Understood {
  readonly json: object;
  readonly table: readonly (readonly string[])[];
  readonly images: Dataset;
}

async function describedFolder(spec: FolderSpec): Promise<Understood> {
  const bar = createProgressBar(messages);
  const begun = performance.now();
  const found = await describeFolder(spec.folder, {
    ...spec.options,
    onProgress: (progress) => {
      const passed = performance.now() - begun;
      if (progress.type !== 'decode' || passed < quietMs) return;
      const { done, total } = progress;
      const left = formatSeconds((passed / 1000 / Math.max(1, done)) * (total - done));
      bar.update(done / total, [`${done}/${total} images`, `${left} left`]);
    },
  }).finally(() => bar.stop());
  const taken = takenAs(spec, found, true);
  const readable = found.bad.length === 0 ? taken.options : { ...taken.options, skipBad: true };
  const images = await openDataWithBar(formatFolderSpec({ folder: spec.folder, options: readable }), 'train');
  return {
    json: found,
    table: [...folderTable(found), ['taken as', inFlags(takenWords(taken, found))]],
    images,
  };
}

async function describedName(name: string): Promise<Understood> {
  const train = await openDataWithBar(name, 'train');
  const test = await openDataWithBar(name, 'test');
  const [height, width, channels] = train.imageShape;
  const classes = train.classNames ?? [];
  const json = { name, train: train.length, test: test.length, imageShape: train.imageShape, classes };
  const table = [
    ['images', `${train.length} to learn from, ${test.length} held out`],
    ['classes', classes.length === 0 ? 'none' : `${classes.length}: ${classes.slice(0, 12).join(', ')}`],
    ['size', `${width}×${height} (width × height), ${channels === 3 ? 'colour' : 'grey'}`],
  ];
  return { json, table, images: train };
}

/** Some images, spread over a data set, in rows. */
function twelve(data: Dataset): ImageGrid {
  const count = Math.min(shown, data.length);
  const cells = Array.from({ length: count }, (_, i) =>
    rasterOf(batchOf(data, [Math.floor((i * data.length) / count)]), data.imageShape),
  );
  const rows = [cells.slice(0, columns), cells.slice(columns)].filter((row) => row.length > 0);
  return imageGrid({ rows, scale: scaleFor(data.imageShape, 96) });
}
