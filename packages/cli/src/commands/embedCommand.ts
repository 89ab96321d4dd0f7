import {
  type EmbedOptions,
  embeddingEndings,
  embedPrograms,
  mapMethods,
  mappedPrograms,
} from '@rnp/runs/use';
import { formatMetric } from '@rnp/viz';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  countOption,
  limitOption,
  measuredDataOptions,
  outputOptions,
  seedOption,
} from '../options/options.js';
import { printLines, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Called as the options of `embedPrograms`, so that what is not given is not there. */
type EmbedFlags = Omit<EmbedOptions, 'out'> & { readonly out?: string };

export function embedCommand(): Command {
  return new ExampleCommand('embed')
    .summary('map the programs of a data set')
    .description(
      'Writes the programs of images, or of their parts, as a NumPy file. Then finds clusters in them and draws a map, unless only the file is requested.',
    )
    .takes(
      ...measuredDataOptions(),
      countOption('--level <n>', 'programs of: 0 whole images, 1 their parts, 2 parts of parts', 0).default(
        undefined,
        '0',
      ),
      new Option('--method <name>', 'method of the map').choices(mapMethods).default(undefined, '"tsne"'),
      countOption(
        '--clusters <n>',
        'number of k-means clusters; each is shown by the member nearest to its centre',
      ).default(undefined, '10'),
      limitOption(
        `only the first n images (default: as many as give ${mappedPrograms} programs; for programs.npy alone, all)`,
      ),
      seedOption('seed of map and clusters').default(undefined, '1'),
      new Option(
        '--onto <map>',
        'place the programs on a map that embed wrote, a folder or its map.safetensors; the map does not change',
      ).conflicts(['level', 'method']),
      ...outputOptions(
        'programs.npy, embedding.json, .svg and .png, and map.safetensors',
        embeddingEndings,
        'embedding; with --onto, placed',
      ),
      new Option('--no-map', 'write only programs.npy: no clusters, no map'),
      backendOption(),
    )
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
  printLines(paths);
}
