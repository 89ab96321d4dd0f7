import { option, worded } from '@rnp/errors';
import { hasCheckpoint } from '@rnp/vae/node';
import { UsageError } from '../errors.js';
import { OtherFormat } from './recordFormat.js';
import type { RunFolder } from './runFolder.js';

/** What `read` gives of run.json or metrics.json. @throws UsageError, which gives advice about a damaged file */
export async function adviseDamaged<T>({ dir }: RunFolder, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UsageError) || error instanceof OtherFormat) throw error;
    const advice = (await hasCheckpoint(dir))
      ? worded`make it anew with ${option('resume', dir)}`
      : worded`delete it: the model is whole without`;
    throw new UsageError(worded`${error.wording}; ${advice}`);
  }
}
