import { checkSetting } from '../checks.js';

/**
 * Which nodes of a tree the encoder looks at, each through its frame: the `top` program alone, whose node is the image; its `parts` as well;
 * or `all`, the children of every program. `infer` frees the same nodes by the same names.
 */
export type Looks = 'top' | 'parts' | 'all';

export const looks: readonly Looks[] = Object.freeze(['top', 'parts', 'all']);

/** @throws RnpError RNP_CONFIG unless this is one of the three */
export function requireLooks(path: string, value: unknown): void {
  checkSetting.choice(path, value, looks);
}

/** Levels whose children are looked at, or freed, from the top. */
export function levelsOf(nodes: Looks, depth: number): number {
  if (nodes === 'top') return 0;
  return nodes === 'parts' ? 1 : depth;
}
