import { stat } from 'node:fs/promises';
import { listDatasets } from '@rnp/datasets/node';
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { didYouMean } from '../words/didYouMean.js';

/**
 * Sees that a name is one of a data set or of a folder, before anything is read.
 *
 * @throws RnpError RNP_DATA_UNKNOWN with the nearest name
 */
export async function requireDataName(name: string): Promise<void> {
  check.text('name', name);
  const names = (await listDatasets()).map((known) => known.name);
  const folder = name.replace(/\?.*$/s, '');
  if (names.includes(name) || /[\\/]|^\.+$/.test(folder) || (await isFolder(folder))) return;
  const meant = didYouMean(folder, names);
  throw new RnpError(
    'RNP_DATA_UNKNOWN',
    `no data set '${name}', and no folder${meant === '' ? `. Choose one of ${names.join(', ')}, or a folder of images` : meant}`,
  );
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
