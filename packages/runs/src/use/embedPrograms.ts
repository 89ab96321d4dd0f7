import { option, worded } from '@rnp/errors';
import { latentMapSvg } from '@rnp/viz';
import { check, checkOptions, isCount, isFlag, isWord, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { levelPrograms, programPictures } from '../explain/levelPrograms.js';
import { Job } from '../job.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { openModelData } from '../models/modelData.js';
import type { OpenedModel } from '../models/openModel.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { drawingFiles } from '../outputs/drawingFiles.js';
import { npy } from '../outputs/npy.js';
import { type Destination, writeOutputs } from '../outputs/writeOutputs.js';
import {
  agreementOf,
  type Embedding,
  embeddingOf,
  type MapMethod,
  mapMethods,
  mapTitle,
} from './embedding.js';
import { mapFileName, mapFileOf, openMap, requireSameModel } from './programMap.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import {
  dataLooks,
  isWholeNumber,
  outputLooks,
  type UsedData,
  type UseOptions,
  type UseOutputs,
  useLooks,
} from './useLooks.js';
import { withModel } from './withModel.js';

/** How `embedPrograms` embeds. */
export interface EmbedOptions extends UseOptions, UsedData, UseOutputs {
  /**
   * 0 for programs of whole images, 1 for those of their parts, 2 for parts of parts. Default 0, or the level
   * of `onto`.
   */
  readonly level?: number;
  /** Default 'tsne', or the method of `onto`. */
  readonly method?: MapMethod;
  /** Number of clusters of k-means. Default 10. */
  readonly clusters?: number;
  /** Number of images, from the first. Default: those of 2,000 programs; all if no map is drawn. */
  readonly limit?: number;
  /** Seed of the map and the clusters. Default 1. */
  readonly seed?: number;
  /**
   * An earlier map on which the programs are placed: the folder of an embedding, or its map.safetensors.
   * Places on it do not move.
   */
  readonly onto?: string;
  /** False for programs.npy alone, without clusters and map. Default true. */
  readonly map?: boolean;
}

/** The result of `embedPrograms`. */
export interface EmbedEnd {
  /** The files that were written after programs.npy, which has an event `written`. */
  readonly paths: readonly string[];
  /** Null if only the programs were asked for. */
  readonly embedding: Embedding | null;
  /** How well clusters and classes agree; null without clusters or without classes. */
  readonly agreement: { readonly accuracy: number; readonly purity: number } | null;
}

/** The endings of files that an embedding can be written as. */
export const embeddingEndings: readonly string[] = Object.freeze([
  '.npy',
  '.json',
  '.svg',
  '.png',
  '.safetensors',
]);

/** The number of programs on a map by default: more take minutes, and the map is no clearer. */
export const mappedPrograms = 2000;
/** What t-SNE takes. */
const maxPrograms = 10_000;
const minPrograms = 4;

const looks: Readonly<Record<keyof EmbedOptions, Look>> = Object.freeze({
  ...useLooks,
  ...dataLooks,
  ...outputLooks,
  level: isWholeNumber,
  method: (path, value) => check.choice(path, value, mapMethods),
  clusters: isCount,
  limit: isCount,
  seed: isWholeNumber,
  onto: isWord,
  map: isFlag,
});

/**
 * Writes the programs of images, or of their parts, as a NumPy file; then finds clusters and makes a map:
 * `programs.npy`, `embedding.json`, `.svg` and `.png`, and `map.safetensors`, on which later programs can be
 * placed.
 *
 * @returns a job: its events tell the progress, its result the paths of the files
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job, before anything is computed: UsageError for options that exclude each other, a level
 *   that the model does not have, or too few or too many programs; RnpError; the signal's reason when it is
 *   aborted
 */
export function embedPrograms(options: EmbedOptions): Job<UseEvent, EmbedEnd> {
  checkOptions('options', options, looks, ['model', 'out']);
  const { split = 'test', clusters = 10, seed = 1, overwrite = false } = options;
  return new Job(async ({ listen, signal }) => {
    const destination = await checkedDestination(options);
    const onto = options.onto === undefined ? null : await openMap(options.onto);
    const { level = 0, method = 'tsne' } =
      onto === null ? options : { level: onto.level, method: onto.map.parameters.method };
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const { model } = opened;
      if (onto !== null) requireSameModel(onto, opened);
      const perImage = programsPerImage(opened, level);
      const source = await openModelData(opened, options.data, split, listeners);
      const { data } = source;
      const mapped = options.map !== false && !isMatrix(destination);
      const asked = options.limit ?? (mapped ? Math.ceil(mappedPrograms / perImage) : data.length);
      const count = Math.min(data.length, asked);
      if (mapped) requireAmount(count * perImage, { all: count === data.length, clusters, method });
      const programs = await levelPrograms(model, data, {
        depth: level,
        count,
        signal,
        onProgress: (done, total) =>
          listen({ type: 'work', work: 'programs', of: `${data.name} ${data.split}`, done, total }),
      });
      // First: a map takes minutes where the programs take seconds.
      if (wantsMatrix(destination)) {
        const matrix = { 'programs.npy': npy(programs.map(({ program }) => program)) };
        for (const path of await writeOutputs(destination, matrix, { overwrite }))
          listen({ type: 'written', path });
      }
      if (!mapped) return { paths: [], embedding: null, agreement: null };
      const asks = { level, method, clusters, seed, onto, listen, signal };
      const { embedding, map } = await embeddingOf(programs, source, asks);
      // A short map is made in one turn, during which nobody could stop it.
      signal.throwIfAborted();
      const shown = embedding.medoids.filter((item) => item !== null);
      const pictures = await programPictures(
        model,
        data,
        shown.map((item) => programs[item]!),
      );
      const { points, labels, clusters: found, classNames } = embedding;
      const groups = labels ?? found;
      const drawn = {
        points,
        beneath: onto?.map.places ?? [],
        groups,
        groupNames:
          labels === null ? Array.from({ length: clusters }, (_, i) => `cluster ${i + 1}`) : classNames,
        thumbnails: shown.map((item, i) => ({
          at: points[item]!,
          raster: pictures[i]!,
          group: groups[item]!,
        })),
      };
      const outputs = {
        'embedding.json': embedding,
        // A map that others were placed on is as it was.
        ...(onto === null ? { [mapFileName]: () => mapFileOf(map, opened, level) } : {}),
        ...drawingFiles('embedding', latentMapSvg(drawn, { title: mapTitle(embedding, onto) })),
      };
      const paths = await writeOutputs(destination, outputs, { overwrite });
      return { paths, embedding, agreement: await agreementOf(embedding) };
    });
  }, options.signal);
}

/** Options of clusters and map alone. */
const mapOptions = Object.freeze(['method', 'clusters', 'seed', 'onto'] as const);

/** @throws UsageError for options that go against each other */
async function checkedDestination(options: EmbedOptions): Promise<Destination> {
  const { onto, out, map = true } = options;
  const destination = await destinationOf(
    out,
    onto === undefined ? embeddingEndings : embeddingEndings.filter((ending) => ending !== '.safetensors'),
  );
  const bare = option('map', false);
  if (!map && !wantsMatrix(destination)) {
    throw new UsageError(
      worded`${bare} draws none, and ${option('out', out)} is of one; leave one of them away`,
    );
  }
  if (!map || isMatrix(destination)) {
    const without = mapOptions.find((name) => options[name] !== undefined);
    if (without !== undefined) {
      throw new UsageError(
        worded`${option(without)} has no effect with ${map ? option('out', out) : bare}, which asks for the programs alone; leave one of them away`,
      );
    }
  }
  const own = (['level', 'method'] as const).find((name) => options[name] !== undefined);
  if (onto !== undefined && own !== undefined) {
    throw new UsageError(worded`${option('onto')} has a ${own} of its own; leave ${option(own)} away`);
  }
  return destination;
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
      worded`${option('level', level)}: the model ${name} has levels 0 to ${children.length}; 0 is the whole image`,
    );
  }
  return children.slice(0, level).reduce((all, count) => all * count, 1);
}

interface Amount {
  /** Whether these are of all images that there are, so that no limit gives more. */
  readonly all: boolean;
  readonly clusters: number;
  readonly method: MapMethod;
}

/** @throws UsageError before anything is computed */
function requireAmount(programs: number, { all, clusters, method }: Amount): void {
  const min = Math.max(minPrograms, clusters);
  const fewer = option('clusters');
  if (programs < min) {
    const more = all
      ? worded`give more images, or lower ${fewer}`
      : worded`raise ${option('limit')} or lower ${fewer}`;
    throw new UsageError(worded`there are ${programs} programs, and ${min} are needed; ${more}`);
  }
  if (method === 'tsne' && programs > maxPrograms) {
    throw new UsageError(
      worded`t-SNE takes at most ${maxPrograms} programs, not ${programs}; lower ${option('limit')}, take ${option('method', 'umap')}, or ask for the programs alone with ${option('map', false)}`,
    );
  }
}
