// n programs
import type { Place, PointMap } from '@rnp/analysis';
import { dataTitle } from '../data/dataTitle.js';
import type { Listener } from '../events.js';
import type { LevelProgram } from '../explain/levelPrograms.js';
import type { ModelData } from '../models/modelData.js';
import type { ProgramMap } from './programMap.js';
import type { WorkEvent } from './useEvents.js';

/** `embedding.json`: a place, a cluster and an origin for every row of programs.npy. */
export interface Embedding {
  readonly data: string;
  readonly digest: string;
  readonly split: string;
  /** 0 for programs of whole images, 1 for those of their parts, … */
  readonly level: number;
  readonly method: MapMethod;
  readonly seed: number;
  /** [n] places on the map. */
  readonly points: readonly Place[];
  /** [n] indices of the images in the data. */
  readonly images: readonly number[];
  /** [n] numbers of parts from the image down, such as '2.1'; '' for the image itself. */
  readonly paths: readonly string[];
  /** [n] classes of the images; null where the data has none. */
  readonly labels: readonly number[] | null;
  readonly classNames: readonly string[];
  /** [n] cluster of each program, from 0. */
  readonly clusters: readonly number[];
  /** Index of the program nearest to each cluster's centre; null for an empty cluster. */
  readonly medoids: readonly (number | null)[];
}

/** The method that makes a map. */
export type MapMethod = 'tsne' | 'umap';

/** The methods that make a map. */
export const mapMethods: readonly MapMethod[] = Object.freeze(['tsne', 'umap'] as const);

export interface EmbeddingOptions {
  readonly level: number;
  readonly method: MapMethod;
  readonly clusters: number;
  readonly seed: number;
  /** The map on which the programs are placed; null for a new one. */
  readonly onto: ProgramMap | null;
  readonly listen: Listener<WorkEvent>;
  readonly signal: AbortSignal;
}

/** Finds clusters, and places on a map. @throws the signal's reason when it is aborted */
export async function embeddingOf(
  programs: readonly LevelProgram[],
  { data, digest }: ModelData,
  { level, method, clusters, seed, onto, listen, signal }: EmbeddingOptions,
): Promise<{ readonly embedding: Embedding; readonly map: PointMap }> {
  // Loaded here: clusters alone are some 250 modules, which every other work with a model would load, too.
  const { kMeans, medoids, tsne, umap } = await import('@rnp/analysis');
  const vectors = programs.map(({ program }) => program);
  const clustering = kMeans(vectors, { clusters, seed });
  const onProgress = (done: number, total: number): void =>
    listen({ type: 'work', work: 'map', of: method, done, total });
  const fit = method === 'tsne' ? tsne : umap;
  const map = onto?.map ?? (await fit(vectors, { seed, onProgress, signal }));
  const points = onto === null ? map.places : await map.transform(vectors, { onProgress, signal });
  const { labels, classNames } = data;
  const embedding = {
    data: data.name,
    digest,
    split: data.split,
    level,
    method,
    seed,
    points,
    images: programs.map(({ image }) => image),
    paths: programs.map(({ path }) => path.join('.')),
    labels: labels === undefined ? null : programs.map(({ image }) => labels[image]!),
    classNames: classNames ?? [],
    clusters: clustering.clusters,
    medoids: medoids(vectors, clustering),
  };
  return { embedding, map };
}

/** How well clusters and classes agree; null where there are no classes. */
export async function agreementOf({
  clusters,
  labels,
}: Embedding): Promise<{ readonly accuracy: number; readonly purity: number } | null> {
  if (labels === null) return null;
  const { clusterAccuracy, clusterPurity } = await import('@rnp/analysis');
  return { accuracy: clusterAccuracy(clusters, labels), purity: clusterPurity(clusters, labels) };
}

/** Such as '500 images of digits, near where their programs are alike (test split, t-SNE)'. */
export function mapTitle({ points, data, split, level, method }: Embedding, onto: ProgramMap | null): string {
  const what = level === 0 ? 'images' : `${'sub'.repeat(level - 1)}parts of images`;
  const over = onto === null ? '' : `, placed among ${onto.map.places.length.toLocaleString('en')}`;
  const how = method === 'tsne' ? 't-SNE' : 'UMAP';
  return `${points.length.toLocaleString('en')} ${what} of ${dataTitle(data)}, near where their programs are alike (${split} split, ${how})${over}`;
}
