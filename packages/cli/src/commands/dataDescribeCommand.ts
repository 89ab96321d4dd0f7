import { basename, resolve } from 'node:path';
import { batchOf, type Dataset, folderTable } from '@rnp/datasets';
import { dataSource, describeFolder, type FolderSpec, formatFolderSpec } from '@rnp/datasets/node';
import { isExpected, UsageError } from '@rnp/runs';
import { requireDataName, takenAs, takenWords } from '@rnp/runs/data';
import { rasterOf, scaleFor } from '@rnp/runs/explain';
import { fileName, sheetFiles, writeOutputs } from '@rnp/runs/outputs';
import { createProgressBar, formatSeconds } from '@rnp/runs/words';
import { type ImageGrid, imageGrid } from '@rnp/viz';
import { Argument, type Command, Option } from 'commander';
import { exitCodes } from '../errors.js';
import { openDataWithBar, walkWords } from '../terminal/dataBar.js';
import { inFlags, messageInFlags } from '../terminal/inFlags.js';
import { listenForInterrupt } from '../terminal/interruption.js';
import { messages } from '../terminal/outputs.js';
import { printJson, printTable } from '../terminal/print.js';
import { ExampleCommand } from './exampleCommand.js';
import { jsonOption, overwriteOption, positiveNumber } from './options.js';

/** Nothing is said of what takes less. */
const quietMs = 2000;
/** Within it a local disk lists millions of files. */
const defaultMaxSeconds = 60;
const shown = 12;
const columns = 6;

interface DescribeFlags {
  readonly maxSeconds: number;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

export function describeCommand(setExitCode: (code: number) => void): Command {
  return new ExampleCommand('describe')
    .summary('show how a folder of images is read as a data set')
    .description(
      'Shows how training would read a folder of images or a data set: splits, classes, sizes, modes, background, what is left out and why. Draws twelve of its images as a model sees them.',
    )
    .addArgument(
      new Argument('<name>', 'a folder, with its settings as in --data, or a name of `rnp data list`'),
    )
    .addOption(
      new Option(
        '--max-seconds <n>',
        'time limit for listing the folders; those not listed by then are named. Ctrl-C ends the listing, too',
      )
        .argParser(positiveNumber)
        .default(defaultMaxSeconds),
    )
    .option('--out <file>', 'PNG of twelve images (default: describe- and the name of the data)')
    .addOption(overwriteOption())
    .addOption(jsonOption('print the description as JSON'))
    .examples([
      'data describe photos',
      "data describe 'photos?size=24x32&colour=yes' --json",
      'data describe mnist',
    ])
    .action(async (name: string, flags: DescribeFlags) => {
      await requireDataName(name);
      const source = await dataSource(name);
      const understood =
        source.type === 'named' ? await describedName(name) : await describedFolder(source, flags.maxSeconds);
      if (understood === null) return setExitCode(exitCodes.interrupted);
      if (understood.images === null) {
        if (flags.json) printJson({ ...understood.json, picture: null });
        else printTable(understood.table);
        return setExitCode(understood.interrupted ? exitCodes.interrupted : exitCodes.ok);
      }
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
    });
}

interface Understood {
  readonly json: object;
  readonly table: readonly (readonly string[])[];
  /** Null where not all was looked at: opening them would look at it. */
  readonly images: Dataset | null;
  readonly interrupted: boolean;
}

/** @returns null where it was interrupted before there was anything to tell of */
async function describedFolder(spec: FolderSpec, maxSeconds: number): Promise<Understood | null> {
  const bar = createProgressBar(messages);
  const begun = performance.now();
  const interruption = listenForInterrupt(() => bar.log('stopping; what was found so far:'));
  const { signal } = interruption;
  const found = await describeFolder(spec.folder, {
    ...spec.options,
    maxSeconds,
    enough: signal,
    onProgress: (progress) => {
      const passed = performance.now() - begun;
      if (passed < quietMs) return;
      if (progress.type === 'walk') {
        bar.update(Math.min(1, passed / 1000 / maxSeconds), [walkWords(progress)]);
      } else if (progress.type === 'decode') {
        const { done, total } = progress;
        const left = formatSeconds((passed / 1000 / Math.max(1, done)) * (total - done));
        bar.update(done / total, [`${done}/${total} images`, `${left} left`]);
      }
    },
  })
    .catch((error: unknown) => {
      if (!signal.aborted || !isExpected(error)) throw error;
      bar.log(messageInFlags(error));
      return null;
    })
    .finally(() => {
      bar.stop();
      interruption.stop();
    });
  if (found === null) return null;
  const taken = takenAs(spec, found, true);
  const whole = found.unseen.length === 0 && !signal.aborted;
  const readable = found.bad.length === 0 ? taken.options : { ...taken.options, skipBad: true };
  return {
    json: found,
    table: [
      ...folderTable(found),
      ...(found.looked === 0 ? [] : [['taken as', inFlags(takenWords(taken, found))]]),
      ...(whole ? [] : [['pictures', 'none drawn, as not all was looked at']]),
    ],
    images: whole
      ? await openDataWithBar(formatFolderSpec({ folder: spec.folder, options: readable }), 'train')
      : null,
    interrupted: signal.aborted,
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
  return { json, table, images: train, interrupted: false };
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
