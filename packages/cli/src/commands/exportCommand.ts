import { type ExportImageOptions, exportImage, pageEndings } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { printLine } from '../terminal/print.js';
import { told } from '../terminal/told.js';
import { ExampleCommand } from './exampleCommand.js';
import { addOneImageOptions, backendOption, filesOption, overwriteOption } from './options.js';

/** @param command what was typed, for the page */
export function exportCommand(command: string): Command {
  return addOneImageOptions(
    new ExampleCommand('export')
      .summary('write one parse as a page to send to someone')
      .description(
        'Parses an image and writes one self-contained HTML file: the image, its parts in colours, the tree, and the drawing step by step. The file loads nothing else.',
      )
      .argument('<image>', 'a PNG or JPEG of any size, or the index of an image in --data'),
  )
    .addOption(new Option('--title <text>', 'title of the page (default: the image’s name)'))
    .addOption(filesOption('parse.html', pageEndings, 'the name of the image and .html'))
    .addOption(overwriteOption())
    .addOption(backendOption())
    .examples([
      'export drawing.png',
      'export drawing.png --out parse.html --title "A seven in four strokes"',
      'export letter.jpg --model omniglot --refine 50',
      'export 7 --model runs/quick-start',
    ])
    .action((source: string, flags: ExportImageOptions) => run(source, flags, command));
}

async function run(source: string, flags: ExportImageOptions, command: string): Promise<void> {
  const { paths } = await told(exportImage(source, { ...flags, into: '.', command }));
  for (const path of paths) printLine(path);
}
