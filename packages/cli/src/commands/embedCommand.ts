import {
  type EmbedOptions,
  embeddingEndings,
  embedPrograms,
  mapMethods,
  mappedPrograms,
} from '@rnp/runs/use';
import { formatMetric } from '@rnp/viz';
import { type Command, Option } from 'commander';
import { printLine, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  dataOption,
  filesOption,
  modelOption,
  overwriteOption,
  seedOption,
  splitOption,
  wholeNumber,
} from './options.js';

/** Called as the options of `embedPrograms`, so that what is not given is not there. */
type EmbedFlags = Omit<EmbedOptions, 'out'> & { readonly out?: string };

export function embedCommand(): Command {
  return new ExampleCommand('embed')
    .summary('map the programs of a data set')
    .description(
      'Writes the programs of images, or of their parts, as a NumPy file. Then finds clusters in them and draws a map, unless only the file is requested.',
    )
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one that the model learned from)'))
    .addOption(splitOption())
    .addOption(
      new Option('--level <n>', 'programs of: 0 whole images, 1 their parts, 2 parts of parts')
        .argParser(wholeNumber(0))
        .default(undefined, '0'),
    )
    .addOption(
      new Option('--method <name>', 'method of the map').choices(mapMethods).default(undefined, '"tsne"'),
    )
    .addOption(
      new Option(
        '--clusters <n>',
        'number of k-means clusters; each is shown by the member nearest to its centre',
      )
        .argParser(wholeNumber(1))
        .default(undefined, '10'),
    )
    .addOption(
      new Option(
        '--limit <n>',
        `only the first n images (default: as many as give ${mappedPrograms} programs; for programs.npy alone, all)`,
      ).argParser(wholeNumber(1)),
    )
    .addOption(seedOption('seed of map and clusters').default(undefined, '1'))
    .addOption(
      new Option(
        '--onto <map>',
        'place the programs on a map that embed wrote, a folder or its map.safetensors; the map does not change',
      ).conflicts(['level', 'method']),
    )
    .addOption(
      filesOption(
        'programs.npy, embedding.json, .svg and .png, and map.safetensors',
        embeddingEndings,
        'embedding; with --onto, placed',
      ),
    )
    .option('--no-map', 'write only programs.npy: no clusters, no map')
    .addOption(overwriteOption())
    .addOption(backendOption())
    .examples([
      'embed --model runs/quick-start',
      'embed --model runs/quick-start --out programs.npy',
      'embed --level 1 --method umap --clusters 20 --model runs/quick-start --out parts',
      'embed --onto embedding --data photos --model runs/quick-start',
    ])
    .action(run);
}

async function run(flags: EmbedFlags): Promise<void> {
  const out = flags.out ?? (flags.onto === undefined ? 'embedding' : 'placed');
  const { paths, agreement } = await told(embedPrograms({ ...flags, out }));
  if (agreement !== null) {
    printTable([
      ['cluster accuracy', formatMetric(agreement.accuracy), 'each class one cluster'],
      ['cluster purity', formatMetric(agreement.purity), 'each cluster its main class'],
    ]);
  }
  for (const path of paths) printLine(path);
}
