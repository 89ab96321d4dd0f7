import { option, worded } from '@rnp/errors';
import { isExpected, UsageError } from '../errors.js';
import { type Listener, note } from '../events.js';
import { completeRecord, readRecord } from '../record/readRecord.js';
import { OtherFormat } from '../record/recordFormat.js';
import type { RunFolder } from '../record/runFolder.js';
import type { RunRecord } from '../record/runRecord.js';
import { augmentationText } from '../settings/augmentation.js';
import { differingValues } from '../settings/compareSettings.js';

/**
 * What `run.json` says of a run that goes on from a checkpoint. An earlier session may have been told other intervals or another number of
 * steps, and have ended before its first checkpoint: of these it knows more. All else is as the checkpoint has it, which made the weights.
 *
 * @param stored the record in the checkpoint
 * @returns null where there is none, or a damaged one, which is said: it is written anew
 * @throws UsageError when it was changed by hand, naming each setting with both values; OtherFormat when a newer version wrote it
 */
export async function writtenRecord(
  folder: RunFolder,
  stored: RunRecord,
  listen: Listener<{ readonly type: 'note' } & ReturnType<typeof note>>,
): Promise<RunRecord | null> {
  let written: RunRecord | null;
  try {
    const read = await readRecord(folder);
    written = read === null ? null : completeRecord(read);
  } catch (error) {
    // What a newer version knows of the run is not this one's to lose.
    if (!isExpected(error) || error instanceof OtherFormat) throw error;
    const problem = error.message.startsWith(folder.record)
      ? error.message
      : `${folder.record}: ${error.message}`;
    listen(note(`${problem}; it is written anew, with the settings of the checkpoint`));
    return null;
  }
  if (written === null) return null;
  const changed = differingValues(settingsOf(stored), settingsOf(written));
  if (changed.length === 0) return written;
  const told = changed.map(
    ([name, before, now]) => `${name} is ${before} in its checkpoint and ${now} there`,
  );
  throw new UsageError(
    worded`${folder.record} was changed since the run was saved: ${told.join(', ')}. A run keeps its settings: put these back or delete the file, which is written anew; with other settings, train anew to another ${option('out')}`,
  );
}

/** Where the images lie and what was typed may change; `steps` and the intervals are the latest session's. */
function settingsOf(record: RunRecord): Record<string, unknown> {
  const { network, model, training, data, backend, workers, augment, adapted } = record;
  const { steps: _, ...rest } = training;
  const { digest, length, imageShape } = data;
  return {
    network,
    ...model,
    ...rest,
    'data.digest': digest,
    'data.length': length,
    'data.imageShape': imageShape,
    backend,
    workers,
    augment: augmentationText(augment),
    adapted,
  };
}
