// b batch, r rows, m columns of the table
import * as tf from '@tensorflow/tfjs-core';
import type { FreeTree } from './freeTree.js';

/** Trees and the table of their energies, [b, m]. */
export interface ScoredTrees {
  readonly tree: FreeTree;
  readonly table: tf.Tensor2D;
}

/** Of trees of several batches, one after the other, those of these rows, counted through. The caller owns the tensors. */
export function scoredRows(batches: readonly ScoredTrees[], rows: readonly number[]): ScoredTrees {
  const counts = batches.map(({ table }) => table.shape[0]);
  const table = batches.map((batch) => batch.table);
  return {
    tree: treeRows(
      batches.map(({ tree }) => tree),
      counts,
      rows,
    ),
    table: rowsOf(table, counts, rows) as tf.Tensor2D,
  };
}

/** The same of trees alone. @param counts of trees in each batch */
export function treeRows(
  trees: readonly FreeTree[],
  counts: readonly number[],
  rows: readonly number[],
): FreeTree {
  const entries = Object.keys(trees[0]!).map((name) => {
    const tensors = trees.map((tree) => tree[name]!);
    return [name, rowsOf(tensors, counts, rows)] as const;
  });
  return Object.fromEntries(entries);
}

function rowsOf(
  tensors: readonly tf.Tensor[],
  counts: readonly number[],
  rows: readonly number[],
): tf.Tensor {
  return tf.tidy(() => {
    const [height, ...shape] = tensors[0]!.shape as [number, ...number[]];
    const flat = tf.concat(tensors.map((tensor, i) => tf.reshape(tensor, [counts[i]!, -1])));
    const chosen = tf.gather(flat, tf.tensor1d([...rows], 'int32'));
    return tf.reshape(chosen, [(height / counts[0]!) * rows.length, ...shape]);
  });
}

/** E of each image. */
export async function energiesIn(table: tf.Tensor2D): Promise<readonly number[]> {
  const [batch, columns] = table.shape;
  const values = await table.data();
  return Array.from({ length: batch }, (_, image) => values[image * columns]!);
}
