import { dataSource } from '@rnp/datasets/node';
import { isRnpError, option, RnpError, worded, wordingOf } from '@rnp/errors';
import { splitSpec } from '../data/dataSpec.js';
import { type OpenedRunData, type OpenRunDataOptions, openRunData, type RunData } from '../data/runData.js';
import { UsageError } from '../errors.js';
import { changesSince } from '../record/dataFiles.js';
import type { RunFolder } from '../record/runFolder.js';

/**
 * The data of a run that goes on. The folder may lie elsewhere by now, its images must be those that the run began with: other
 * ones would make it a run that no settings tell of.
 *
 * @param spec where it is said to be: in the run's record, or in the settings of whoever goes on
 * @throws RnpError RNP_DATA_OTHER when other images lie there now; UsageError when there is no such folder
 */
export async function reopenedData(
  folder: RunFolder,
  before: RunData,
  spec: string,
  { signal, listen }: Pick<OpenRunDataOptions, 'signal' | 'listen'>,
): Promise<OpenedRunData> {
  const { place, settings } = splitSpec(spec);
  const { type } = await dataSource(spec);
  const whole = type === 'folder' && settings === '' ? `${place}${splitSpec(before.name).settings}` : spec;
  const advice =
    before.folder === undefined || type === 'named'
      ? worded`leave ${option('data')} away`
      : worded`put the images back, or train anew to another ${option('out')}`;
  const opened = openRunData(whole, folder.dir, {
    signal,
    listen,
    require: async (now) => {
      if (now.digest === before.digest) return;
      const changes = type === 'named' ? '' : await changesSince(folder, before.digest, now);
      throw new RnpError(
        'RNP_DATA_OTHER',
        worded`the run learns from ${before.name}, and the images of ${whole} are not those it began with${changes}; ${advice}`,
      );
    },
  });
  return opened.catch((error: unknown) => {
    if (!isRnpError(error) || !['RNP_FILE', 'RNP_DATA_FOLDER'].includes(error.code)) throw error;
    throw new UsageError(
      worded`the run learns from ${before.name}: ${wordingOf(error)}, with ${option('data')}`,
    );
  });
}
