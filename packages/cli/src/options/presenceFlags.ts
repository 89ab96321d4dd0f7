import { UsageError } from '@rnp/runs';
import type { LookFlags } from '@rnp/runs/use';

/** `presenceOption` and `presenceLevelsOption` as they were typed. */
export interface TypedPresence extends Pick<LookFlags, 'presence'> {
  readonly presenceLevels?: number;
}

/**
 * The same as one option, with the other flags.
 *
 * @throws UsageError for levels without presence
 */
export function presenceFlags<Flags extends TypedPresence>({
  presence,
  presenceLevels,
  ...rest
}: Flags): Omit<Flags, keyof TypedPresence> & Pick<LookFlags, 'presence'> {
  if (presenceLevels === undefined) return { ...rest, ...(presence && { presence }) };
  if (presence === undefined) throw new UsageError('--presence-levels is for --presence; give both, or none');
  return { ...rest, presence: { ...presence, levels: presenceLevels } };
}
