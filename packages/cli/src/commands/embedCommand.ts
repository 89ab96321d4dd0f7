import { UsageError } from '@rnp/runs';
import { type LevelProgram, levelPrograms, programPictures } from '@rnp/runs/explain';
import {
  childrenPerLevelOf,
  type ModelData,
  type OpenedModel,
  openModel,
  openModelData,
} from '@rnp/runs/models';
import { type Destination, drawingFiles, npy, writeOutputs } from '@rnp/runs/outputs';
import { createProgressBar } from '@rnp/runs/words';
import { formatMetric, latentMapSvg } from '@rnp/viz';
import { type Command, Option } from 'commander';
import { withListeners } from '../terminal/modelListeners.js';
import { messages } from '../terminal/outputs.js';
import { printLine, printTable } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { destinationOf } from './destination.js';
import { type EmbedFlags, embed, mapTitle } from './embedding.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  dataOption,
  defaultBackends,
  filesOption,
  modelOption,
  overwriteOption,
  seedOption,
  splitOption,
  wholeNumber,
} from './options.js';
import { mapFileName, mapFileOf, openMap, requireSameModel } from './savedMap.js';

const endings = Object.freeze(['.npy', '.json', '.svg', '.png', '.safetensors']);

/** Programs on a map, unless another number of images is asked for: more take minutes, and are no clearer. */
const defaultPrograms = 2000;
/** What t-SNE takes. */
const maxPrograms = 10_000;
const minPrograms = 4;

export function embedCommand(): Command {
  return new ExampleCommand('embed')
    .summary('map the programs of a data set')
    .description(
      'Writes the programs of images, or of their parts, as a NumPy file; then finds clusters in them and draws a map, unless the file alone is asked for.',
    )
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one the model learned from)'))
    .addOption(splitOption())
    .addOption(
      new Option('--level <n>', 'whose programs: 0 whole images, 1 their parts, 2 parts of parts')
        .argParser(wholeNumber(0))
        .default(0),
    )
    .addOption(new Option('--method <name>', 'of drawing a map').choices(['tsne', 'umap']).default('tsne'))
    .addOption(
      new Option('--clusters <n>', 'found by k-means; each is shown by the member nearest to its centre')
        .argParser(wholeNumber(1))
        .default(10),
    )
    .addOption(
      new Option(
        '--limit <n>',
        `only the first n images (default: those of ${defaultPrograms} programs; for programs.npy alone, all)`,
      ).argParser(wholeNumber(1)),
    )
    .addOption(seedOption('of map and clusters').default(1))
    .addOption(
      new Option(
        '--onto <map>',
        'place the programs on a map that embed wrote, a folder or its map.safetensors; nothing on it moves',
      ).conflicts(['level', 'method']),
    )
    .addOption(
      filesOption(
        'programs.npy, embedding.json, .svg and .png, and map.safetensors',
        endings,
        'embedding; with --onto, placed',
      ),
    )
    .option('--no-map', 'only programs.npy: no clusters, no map')
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

async function run(asked: EmbedFlags, options: Command): Promise<void> {
  const isNew = asked.onto === undefined;
  const destination = await destinationOf(
    asked.out ?? (isNew ? 'embedding' : 'placed'),
    isNew ? endings : endings.filter((ending) => ending !== '.safetensors'),
  );
  if (!asked.map && !wantsMatrix(destination)) {
    throw new UsageError(`--no-map draws none, and --out ${asked.out} is of one; leave one of them away`);
  }
  if (!asked.map) requireNoMapOptions(options, '--no-map');
  if (isMatrix(destination)) requireNoMapOptions(options, `--out ${asked.out}`);
  const onto = asked.onto === undefined ? null : await openMap(asked.onto);
  const flags = onto === null ? asked : { ...asked, level: onto.level, method: onto.map.parameters.method };
  const opened = await openModel(flags.model, flags.backend ?? defaultBackends, say);
  const { model } = opened;
  try {
    if (onto !== null) requireSameModel(onto, opened);
    const perImage = programsPerImage(opened, flags.level);
    const source = await withListeners({}, (listeners) =>
      openModelData(opened, flags.data, flags.split, listeners),
    );
    const { data } = source;
    const mapped = flags.map && !isMatrix(destination);
    const count = Math.min(
      data.length,
      flags.limit ?? (mapped ? Math.ceil(defaultPrograms / perImage) : data.length),
    );
    if (mapped) requireAmount(count * perImage, count === data.length, flags);
    const programs = await programsOf(model, data, { depth: flags.level, count });
    // First: a map takes minutes where the programs take seconds.
    const matrix = { 'programs.npy': npy(programs.map(({ program }) => program)) };
    if (wantsMatrix(destination)) {
      for (const path of await writeOutputs(destination, matrix, { overwrite: flags.overwrite === true }))
        printLine(path);
    }
    if (!mapped) return;
    const { embedding, map } = await embed(programs, source, flags, onto);
    const shown = embedding.medoids.filter((item) => item !== null);
    const pictures = await programPictures(
      model,
      data,
      shown.map((item) => programs[item]!),
    );
    const { points, labels, clusters, classNames } = embedding;
    const drawn = {
      points,
      beneath: onto?.map.places ?? [],
      groups: labels ?? clusters,
      groupNames:
        labels === null ? Array.from({ length: flags.clusters }, (_, i) => `cluster ${i + 1}`) : classNames,
      thumbnails: shown.map((item, i) => ({
        at: points[item]!,
        raster: pictures[i]!,
        group: (labels ?? clusters)[item]!,
      })),
    };
    const title = mapTitle(programs.length, data, flags, onto);
    const paths = await writeOutputs(
      destination,
      {
        'embedding.json': embedding,
        // A map that others were placed on is as it was.
        ...(onto === null ? { [mapFileName]: () => mapFileOf(map, opened, flags.level) } : {}),
        ...drawingFiles('embedding', latentMapSvg(drawn, { title })),
      },
      { overwrite: flags.overwrite === true },
    );
    if (labels !== null) {
      const { clusterAccuracy, clusterPurity } = await import('@rnp/analysis');
      printTable([
        ['cluster accuracy', formatMetric(clusterAccuracy(clusters, labels)), 'each class one cluster'],
        ['cluster purity', formatMetric(clusterPurity(clusters, labels)), 'each cluster its main class'],
      ]);
    }
    for (const path of paths) printLine(path);
  } finally {
    model.dispose();
  }
}

/** See `levelPrograms`; with a bar on stderr. */
async function programsOf(
  model: OpenedModel['model'],
  data: ModelData['data'],
  options: { readonly depth: number; readonly count: number },
): Promise<LevelProgram[]> {
  const bar = createProgressBar(messages);
  const onProgress = (done: number, of: number): void =>
    bar.update(done / of, [`programs of ${data.name} ${data.split}`, `${done}/${of} images`]);
  return levelPrograms(model, data, { ...options, onProgress }).finally(() => bar.stop());
}

/** Options of clusters and map alone. */
const mapOptions = Object.freeze(['method', 'clusters', 'seed', 'onto']);

/** @throws UsageError for an option of the map where `alone` asks for the programs alone */
function requireNoMapOptions(options: Command, alone: string): void {
  const without = mapOptions.find((name) => options.getOptionValueSource(name) === 'cli');
  if (without === undefined) return;
  throw new UsageError(
    `--${without} has no effect with ${alone}, which asks for the programs alone; leave one of them away`,
  );
}

/** Whether the programs are asked for alone. */
function isMatrix(destination: Destination): boolean {
  return 'file' in destination && destination.ending === '.npy';
}

function wantsMatrix(destination: Destination): boolean {
  return 'folder' in destination || isMatrix(destination);
}

/** How many programs an image has at a level. @throws UsageError for a level that the model has not */
function programsPerImage({ model, name }: OpenedModel, level: number): number {
  const children = childrenPerLevelOf(model);
  if (level > children.length) {
    throw new UsageError(
      `--level ${level}: the model ${name} has levels 0 to ${children.length}; 0 is the whole image`,
    );
  }
  return children.slice(0, level).reduce((all, count) => all * count, 1);
}

/**
 * @param all whether these are of all images that there are, so that no limit gives more
 * @throws UsageError before anything is computed
 */
function requireAmount(programs: number, all: boolean, { clusters, method }: EmbedFlags): void {
  const min = Math.max(minPrograms, clusters);
  if (programs < min) {
    const more = all ? 'give more images, or lower --clusters' : 'raise --limit or lower --clusters';
    throw new UsageError(`there are ${programs} programs, and ${min} are needed; ${more}`);
  }
  if (method === 'tsne' && programs > maxPrograms) {
    throw new UsageError(
      `t-SNE takes at most ${maxPrograms} programs, not ${programs}; lower --limit, take --method umap, or ask for the programs alone with --no-map`,
    );
  }
}
