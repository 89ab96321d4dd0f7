import { option, options, RnpError, type Wording, worded } from '@rnp/errors';
import { loadCheckpoint } from '@rnp/vae/node';
import type { RunFolder } from '../record/runFolder.js';

/**
 * Of a run whose files could not be written any more, on a full disk say: what there is of it still, and how to go on.
 *
 * @returns the error with that in its complaint
 */
export async function keptAfterLostWrite(
  { dir }: RunFolder,
  error: RnpError<'RNP_FILE'>,
): Promise<RnpError<'RNP_FILE'>> {
  const step = await loadCheckpoint(dir).then(
    (checkpoint) => checkpoint.step,
    () => null,
  );
  const kept: Wording =
    step === null
      ? worded`Nothing of this run could be kept; train anew when that is mended, or choose another folder with ${option('out')}`
      : worded`The checkpoint of step ${step} is kept; when that is mended, go on from it with ${options({ resume: true, out: dir })}`;
  const complaint = worded`${error.complaint.replace(/\.$/, '')}. ${kept}`;
  return new RnpError('RNP_FILE', complaint, {
    ...(error.path !== undefined && { path: error.path }),
    cause: error,
  });
}
