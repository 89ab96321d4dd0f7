// n programs
import type { Place, PointMap } from '@rnp/analysis';
import { dataTitle, type Split } from '@rnp/runs/data';
import type { LevelProgram } from '@rnp/runs/explain';
import type { ModelData } from '@rnp/runs/models';
import { createProgressBar } from '@rnp/runs/words';
import { messages } from '../terminal/outputs.js';
import type { ProgramMap } from './savedMap.js';

/** What `rnp embed` was asked. */
export interface EmbedFlags {
  readonly model: string;
  readonly data?: string;
  readonly split: Split;
  readonly level: number;
  readonly method: 'tsne' | 'umap';
  readonly clusters: number;
  readonly limit?: number;
  readonly seed: number;
  readonly onto?: string;
  readonly out?: string;
  readonly map: boolean;
  readonly overwrite?: boolean;
  readonly backend?: readonly string[];
}

/** embedding.json: a place, a cluster and an origin for every row of programs.npy. */
export interface Embedding {
  readonly data: string;
  readonly digest: string;
  readonly split: string;
  readonly level: number;
  readonly method: EmbedFlags['method'];
  readonly seed: number;
  readonly points: readonly Place[];
  readonly images: readonly number[];
  readonly paths: readonly string[];
  readonly labels: readonly number[] | null;
  readonly classNames: readonly string[];
  readonly clusters: readonly number[];
  readonly medoids: readonly (number | null)[];
}

/** Finds clusters, and places on a map: on `onto`, or on a new one. */
export async function embed(
  programs: readonly LevelProgram[],
  { data, digest }: ModelData,
  flags: EmbedFlags,
  onto: ProgramMap | null,
): Promise<{ readonly embedding: Embedding; readonly map: PointMap }> {
  // Loaded here: clusters alone are some 250 modules, which every other command would load, too.
  const { kMeans, medoids, tsne, umap } = await import('@rnp/analysis');
  const vectors = programs.map(({ program }) => program);
  const { seed, method, level } = flags;
  const clustering = kMeans(vectors, { clusters: flags.clusters, seed });
  const bar = createProgressBar(messages);
  const onProgress = (done: number, total: number): void =>
    bar.update(done / total, [`map by ${method}`, `${done}/${total} iterations`]);
  const fit = method === 'tsne' ? tsne : umap;
  const map = onto?.map ?? (await fit(vectors, { seed, onProgress }).finally(() => bar.stop()));
  const points =
    onto === null ? map.places : await map.transform(vectors, { onProgress }).finally(() => bar.stop());
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

/** Such as '500 images of digits, near where their programs are alike (test split, t-SNE)'. */
export function mapTitle(
  count: number,
  data: { readonly name: string; readonly split: string },
  { level, method }: EmbedFlags,
  onto: ProgramMap | null,
): string {
  const what = level === 0 ? 'images' : `${'sub'.repeat(level - 1)}parts of images`;
  const over = onto === null ? '' : `, placed among ${onto.map.places.length.toLocaleString('en')}`;
  const how = method === 'tsne' ? 't-SNE' : 'UMAP';
  return `${count.toLocaleString('en')} ${what} of ${dataTitle(data.name)}, near where their programs are alike (${data.split} split, ${how})${over}`;
}
