import { stat } from 'node:fs/promises';
import { dataSource, listDatasets } from '@rnp/datasets/node';
import { isRnpError, RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { UsageError } from '../errors.js';
import { meantBy, meantWords } from '../words/didYouMean.js';
import { meantBeside } from '../words/meantBeside.js';
import { splitSpec } from './dataSpec.js';

/**
 * Checks that a name is that of a data set or of a folder, with settings that it takes, before anything is
 * read.
 *
 * @throws RnpError RNP_DATA_UNKNOWN with the nearest name; RnpError RNP_CONFIG for an invalid setting;
 *   UsageError RNP_FILE if a path leads to no folder
 */
export async function requireDataName(name: string): Promise<void> {
  check.text('name', name);
  const { place } = splitSpec(name);
  const source = await dataSource(name).catch(async (error: unknown) => {
    throw isRnpError(error) && error.code === 'RNP_DATA_UNKNOWN' ? await unknown(name, place) : error;
  });
  if (source.type === 'named') return;
  const refused = (complaint: string): UsageError =>
    new UsageError(complaint, { code: 'RNP_FILE', path: source.folder });
  // Whatever else is wrong with it is said when it is read.
  const isFolder = await stat(source.folder).then(
    (info) => info.isDirectory(),
    (error: { readonly code?: string }) => (['ENOENT', 'ENOTDIR'].includes(error.code ?? '') ? null : true),
  );
  if (isFolder === false) throw refused('is a file; name the folder of images that it lies in');
  if (isFolder) return;
  const meant = meantWords(meantBeside(source.folder, 'folder'));
  throw refused(`there is no such folder${meant === '' ? '; check the spelling' : meant}`);
}

async function unknown(name: string, place: string): Promise<RnpError> {
  const names = (await listDatasets()).map((known) => known.name);
  const meant = meantWords(meantBy(place, [...names, ...meantBeside(place, 'folder')]));
  const choice = meant === '' ? `. Choose one of ${names.join(', ')}, or a folder of images` : meant;
  return new RnpError('RNP_DATA_UNKNOWN', `no data set '${name}', and no folder${choice}`);
}
