import { type ExportImageOptions, exportImage, pageEndings } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { backendOption, oneImageOptions, outputOptions } from '../options/options.js';
import { presenceFlags, type TypedPresence } from '../options/presenceFlags.js';
import { printLines } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** @param command what was typed, for the page */
export function exportCommand(command: string): Command {
  return new ExampleCommand('export')
    .summary('write one parse as a page to send to someone')
    .description(
      'Parses an image and writes one self-contained HTML file: the image, its parts in colours, the tree, and the drawing step by step. The file loads nothing else.',
    )
    .argument('<image>', 'a PNG or JPEG of any size, or the index of an image in --data')
    .takes(
      ...oneImageOptions(),
      new Option('--title <text>', 'title of the page (default: the image’s name)'),
      ...outputOptions('parse.html', pageEndings, 'the name of the image and .html'),
      backendOption(),
    )
    .examples([
      'export drawing.png',
      'export drawing.png --out parse.html --title "A seven in four strokes"',
      'export letter.jpg --model omniglot --infer 50',
      'export 7 --model runs/quick-start',
    ])
    .action(async (source: string, flags: ExportImageOptions & TypedPresence) => {
      const { paths } = await told(exportImage(source, { ...presenceFlags(flags), into: '.', command }));
      printLines(paths);
    });
}
