import { UsageError } from '@rnp/runs';
import type { ObjectFlags } from '@rnp/runs/use';
import { dashed } from '../terminal/inFlags.js';

/** `sceneObjectsOptions` as they were typed. */
export interface SceneObjectsFlags extends Omit<ObjectFlags, 'maxObjects'> {
  readonly objects?: number;
}

/**
 * How objects are to be looked for, apart from the other flags; undefined where scenes were not asked for.
 *
 * @throws UsageError for what is for objects alone
 */
export function objectFlags<Flags extends SceneObjectsFlags>({
  objects,
  size,
  ground,
  objectCost,
  ...rest
}: Flags): { readonly asked: ObjectFlags | undefined; readonly rest: Omit<Flags, keyof SceneObjectsFlags> } {
  const given = Object.entries({ size, ground, objectCost }).filter(([, value]) => value !== undefined);
  if (objects !== undefined) return { asked: { maxObjects: objects, ...Object.fromEntries(given) }, rest };
  const [stray] = given;
  if (stray === undefined) return { asked: undefined, rest };
  throw new UsageError(`--${dashed(stray[0])} is for --objects; give both, or none`);
}
