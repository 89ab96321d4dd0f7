import * as tf from '@tensorflow/tfjs-core';

/** A tensor of more entries than this is not joined: its work is more than a call, and copying it more than that saves. */
const largest = 1 << 17;

/** A joined tensor has no more entries than this, so that what is computed of it stays small beside a model. */
const room = 1 << 20;

/**
 * Items whose tensors can be joined without another shape, along their last axis: all other axes are alike.
 *
 * @returns every item once, alone where nothing fits
 */
export function groupsOf<T>(items: readonly T[], tensorOf: (item: T) => tf.Tensor): T[][] {
  const groups: T[][] = [];
  const open = new Map<string, { readonly group: T[]; size: number }>();
  for (const item of items) {
    const { shape, size, rank } = tensorOf(item);
    const rows = shape.slice(0, -1).join();
    const found = open.get(rows);
    const joins = rank > 0 && size > 0 && size <= largest;
    if (joins && found && found.size + size <= room) {
      found.group.push(item);
      found.size += size;
      continue;
    }
    const group = [item];
    groups.push(group);
    if (joins) open.set(rows, { group, size });
  }
  return groups;
}

/** A group as one tensor; a tensor alone is itself. */
export function joined(tensors: readonly tf.Tensor[]): tf.Tensor {
  return tensors.length === 1 ? tensors[0]! : tf.concat([...tensors], -1);
}

/** The tensors that were joined, by the sizes of their last axis. */
export function apart(tensor: tf.Tensor, widths: readonly number[]): tf.Tensor[] {
  return widths.length === 1 ? [tensor] : tf.split(tensor, [...widths], -1);
}
