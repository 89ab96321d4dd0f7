// t children, z latent
import type { ParseNode } from '@rnp/recursive-decoder';
import type { RnpConfig } from '../rnp/rnpConfig.js';

/** What a descent reads of a node. */
export interface ReadNode {
  readonly program: readonly number[];
  readonly action: readonly number[] | null;
  readonly children: readonly ReadNode[];
}

/** A root with all its children: absent ones as they were read, with zeros below them, which nothing reads. */
export function withSilent(root: ParseNode, config: RnpConfig): ReadNode {
  const { silent = [] } = root;
  if (silent.length === 0) return root;
  const standIns = silent.map(({ step, program, action }) => ({
    ...standIn(program, action, config, 1),
    step,
  }));
  const children = [...root.children, ...standIns].sort((a, b) => a.step - b.step);
  return { ...root, children };
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
