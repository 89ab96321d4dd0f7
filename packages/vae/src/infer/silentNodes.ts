// t children, z latent
import type { ParseNode } from '@rnp/recursive-decoder';
import type { RnpConfig } from '../rnp/rnpConfig.js';

/** What a descent reads of a node. */
export interface ReadNode {
  readonly program: readonly number[];
  readonly action: readonly number[] | null;
  readonly children: readonly ReadNode[];
}

/**
 * A node of the k-th level with all its children, and these with theirs: absent ones as they were read, with zeros below them, which nothing
 * reads.
 */
export function withSilent(node: ParseNode, config: RnpConfig, k = 0): ReadNode {
  const { program, action, silent = [] } = node;
  const there = node.children.map((child) => ({ step: child.step, node: withSilent(child, config, k + 1) }));
  const absent = silent.map(({ step, ...read }) => ({
    step,
    node: standIn(read.program, read.action, config, k + 1),
  }));
  const all = [...there, ...absent].sort((a, b) => a.step - b.step);
  return { program, action, children: all.map((child) => child.node) };
}

function standIn(
  program: readonly number[],
  action: readonly number[],
  config: RnpConfig,
  k: number,
): ReadNode {
  const { childrenPerLevel, latent } = config;
  const below = (): ReadNode =>
    standIn(new Array<number>(latent).fill(0), new Array<number>(6).fill(0), config, k + 1);
  return { program, action, children: Array.from({ length: childrenPerLevel[k] ?? 0 }, below) };
}
