import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '../parameters.js';

/** A tensor of more entries than this is not joined: its work is more than a call, and copying it more than that saves. */
const largest = 1 << 17;

/** A joined tensor has no more entries than this, so that what is computed of it stays small beside a model. */
const room = 1 << 20;

/** As many tensors that only fit each other cost less calls as vectors among others than as a group of their own. */
const few = 2;

/**
 * Items in groups whose tensors are worth joining: those that lie side by side along the last axis as they are, as all other axes are alike, and what
 * is left, as vectors.
 *
 * @returns every item once, alone where its tensor is large
 */
export function groupsOf<T>(items: readonly T[], tensorOf: (item: T) => tf.Tensor): T[][] {
  const joins = (item: T): boolean => tensorOf(item).size <= largest;
  const alike = packed(items.filter(joins), tensorOf, (item) => rowsOf(tensorOf(item)));
  const isGroup = (group: readonly T[]): boolean => group.length > few && rowsOf(tensorOf(group[0]!)) !== '';
  const rest = alike.filter((group) => !isGroup(group)).flat();
  return [
    ...alike.filter(isGroup),
    ...packed(rest, tensorOf, () => ''),
    ...items.filter((item) => !joins(item)).map((item) => [item]),
  ];
}

/** Items of one kind together, as many as there is room for. */
function packed<T>(
  items: readonly T[],
  tensorOf: (item: T) => tf.Tensor,
  kindOf: (item: T) => string,
): T[][] {
  const groups: T[][] = [];
  const open = new Map<string, { readonly group: T[]; size: number }>();
  for (const item of items) {
    const { size } = tensorOf(item);
    const found = open.get(kindOf(item));
    if (found && found.size + size <= room) {
      found.group.push(item);
      found.size += size;
      continue;
    }
    const group = [item];
    groups.push(group);
    open.set(kindOf(item), { group, size });
  }
  return groups;
}

/** All axes but the last; none for vectors. */
function rowsOf({ shape }: tf.Tensor): string {
  return shape.slice(0, -1).join();
}

/** A group as one tensor; a tensor alone is itself. */
export function joined(tensors: readonly tf.Tensor[]): tf.Tensor {
  if (tensors.length === 1) return tensors[0]!;
  if (isAlike(tensors.map(({ shape }) => shape))) return tf.concat([...tensors], -1);
  return tf.concat(tensors.map((tensor) => (tensor.rank === 1 ? tensor : tf.reshape(tensor, [-1]))));
}

/** The tensors that were joined, by their shapes. */
export function apart(tensor: tf.Tensor, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  if (shapes.length === 1) return [tensor];
  if (isAlike(shapes)) {
    return tf.split(
      tensor,
      shapes.map((shape) => shape.at(-1)!),
      -1,
    );
  }
  return tf
    .split(
      tensor,
      shapes.map((shape) => sizeOf(shape)),
    )
    .map((piece, i) => (shapes[i]!.length === 1 ? piece : tf.reshape(piece, [...shapes[i]!])));
}

/** Whether they lie side by side along their last axis. */
export function isAlike(shapes: readonly (readonly number[])[]): boolean {
  const rows = shapes.map((shape) => (shape.length === 0 ? 'scalar' : shape.slice(0, -1).join()));
  return rows.every((one) => one === rows[0] && one !== 'scalar');
}
