import { explainImage, parsePage, rasterOf } from '@rnp/runs/explain';
import { type OneImageFlags, openModelAndImage, requireRnp } from '@rnp/runs/models';
import { destinationOf, writeOutputs } from '@rnp/runs/outputs';
import { type Command, Option } from 'commander';
import { withListeners } from '../terminal/modelListeners.js';
import { printLine } from '../terminal/print.js';
import { version } from '../version.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  addOneImageOptions,
  backendOption,
  defaultBackends,
  filesOption,
  overwriteOption,
} from './options.js';
import { outputName } from './outputName.js';

const endings = Object.freeze(['.html']);

interface ExportFlags extends OneImageFlags {
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly title?: string;
  readonly refine?: number;
  readonly backends?: readonly string[];
}

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
    .addOption(filesOption('parse.html', endings, 'the name of the image and .html'))
    .addOption(overwriteOption())
    .addOption(backendOption())
    .examples([
      'export drawing.png',
      'export drawing.png --out parse.html --title "A seven in four strokes"',
      'export letter.jpg --model omniglot --refine 50',
      'export 7 --model runs/quick-start',
    ])
    .action((source: string, flags: ExportFlags) => run(source, flags, command));
}

async function run(source: string, flags: ExportFlags, command: string): Promise<void> {
  const asked = flags.out === undefined ? undefined : await destinationOf(flags.out, endings);
  const { opened, input } = await withListeners({}, (listeners) =>
    openModelAndImage(source, flags, flags.backends ?? defaultBackends, listeners),
  );
  try {
    const model = requireRnp(opened);
    const { explained, tree } = await explainImage(model, input.pixels, flags.refine);
    const html = parsePage({
      title: flags.title ?? input.name,
      image: rasterOf(input.pixels, model.config.imageShape),
      explained,
      tree,
      model: opened.name,
      command,
      version,
    });
    const destination = asked ?? { file: `${outputName(source, input)}.html`, ending: '.html' };
    for (const path of await writeOutputs(
      destination,
      { 'parse.html': html },
      { overwrite: flags.overwrite === true },
    ))
      printLine(path);
  } finally {
    opened.model.dispose();
  }
}
