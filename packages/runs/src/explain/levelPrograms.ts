// n programs, z latent
import { batchOf, type Dataset } from '@rnp/datasets';
import type { ParseNode } from '@rnp/recursive-decoder';
import { isRnp, type Model, type Network } from '@rnp/vae';
import type { Raster } from '@rnp/viz';
import { check, checkOptions, isCount, refused } from '../checks.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { isModel } from '../models/modelLooks.js';
import { explainPrograms, ownCanvas } from './explain.js';
import { isDataOf } from './explainLooks.js';
import { programsOf } from './figures.js';

/** Images a batch; larger ones need more memory and are no faster. */
const batchSize = 100;

/** A program and its place. */
export interface LevelProgram {
  readonly program: readonly number[];
  /** Index of its image in the data set. */
  readonly image: number;
  /** Numbers of the parts from the image down, each from 1; empty for the image's own program. */
  readonly path: readonly number[];
}

/** Which programs `levelPrograms` returns. */
export interface LevelProgramsOptions {
  /**
   * 0 for the images' own programs, 1 for their parts, …; at most the model's depth, which is 0 without
   * parts.
   */
  readonly depth: number;
  /** Number of images, from the first; 1 to the length of the data. */
  readonly count: number;
  /** Called after each batch with the number of parsed images and of all. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Checked before each batch. */
  readonly signal?: AbortSignal;
}

/**
 * The programs of the first `count` images at a depth: 0 the images' own (z = mean), 1 those of their parts, and so on.
 *
 * @throws the signal's reason when it is aborted
 */
export async function levelPrograms(
  model: Model<Network>,
  data: Dataset,
  options: LevelProgramsOptions,
): Promise<LevelProgram[]> {
  isModel('model', model);
  isDataOf(model)('data', data);
  const maxDepth = childrenPerLevelOf(model).length;
  checkOptions(
    'options',
    options,
    {
      depth: (path, value) => check.wholeNumber(path, value, 0, maxDepth),
      count: (path, value) => check.wholeNumber(path, value, 1, data.length),
      onProgress: check.callable,
      signal: check.signal,
    },
    ['depth', 'count'],
  );
  const { depth, count, onProgress, signal } = options;
  const found: LevelProgram[] = [];
  for (let start = 0; start < count; start += batchSize) {
    signal?.throwIfAborted();
    const items = Array.from({ length: Math.min(batchSize, count - start) }, (_, i) => start + i);
    const programs = programsOf(
      model,
      items.map((item) => batchOf(data, [item])),
    );
    try {
      if (depth === 0 || !isRnp(model)) {
        const own = (await programs.array()) as number[][];
        found.push(...own.map((program, i) => ({ program, image: items[i]!, path: [] })));
      } else {
        const trees = await model.parsePrograms(programs);
        for (const [i, { root }] of trees.entries()) {
          found.push(
            ...nodesAt(root, depth, []).map(({ node, path }) => ({
              program: node.program,
              image: items[i]!,
              path,
            })),
          );
        }
      }
    } finally {
      programs.dispose();
    }
    onProgress?.(start + items.length, count);
  }
  return found;
}

/**
 * The picture of each program on its own canvas. The images are parsed again, so that no trees have to be
 * kept.
 *
 * @throws RnpError RNP_CONFIG for a path that leads to no part
 */
export async function programPictures(
  model: Model<Network>,
  data: Dataset,
  shown: readonly LevelProgram[],
): Promise<Raster[]> {
  isModel('model', model);
  isDataOf(model)('data', data);
  check.list('shown', shown, (at, one) => {
    check.object(at, one);
    const { image, path } = one as LevelProgram;
    check.wholeNumber(`${at}.image`, image, 0, data.length - 1);
    check.list(`${at}.path`, path, isCount);
  });
  const pictures: Raster[] = [];
  for (const [i, { image, path }] of shown.entries()) {
    const programs = programsOf(model, [batchOf(data, [image])]);
    try {
      const [{ picture, tree }] = (await explainPrograms(model, programs)) as [
        Awaited<ReturnType<typeof explainPrograms>>[number],
      ];
      if (tree === null || path.length === 0) pictures.push(picture);
      else {
        const node = path.reduce<ParseNode>((parent, step) => {
          const child = parent.children[step - 1];
          if (child === undefined) throw refused(`shown[${i}].path`, `leads to no part: ${path.join('.')}`);
          return child;
        }, tree.root);
        pictures.push(ownCanvas(node, tree));
      }
    } finally {
      programs.dispose();
    }
  }
  return pictures;
}

function nodesAt(
  node: ParseNode,
  depth: number,
  path: readonly number[],
): { readonly node: ParseNode; readonly path: readonly number[] }[] {
  if (depth === 0) return [{ node, path }];
  return node.children.flatMap((child) => nodesAt(child, depth - 1, [...path, child.step]));
}
