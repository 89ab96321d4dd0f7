import { stat } from 'node:fs/promises';
import { meant, RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { type FolderSpec, parseFolderSpec } from './folder/folderSpec.js';
import { knownDataset, knownDatasets } from './knownDatasets.js';

/** The data set or the folder that a name stands for. */
export type DataSource =
  /** A data set of `listDatasets`, or scenes with their settings. */
  | { readonly type: 'named'; readonly name: string }
  /** A folder of images, and how it is read. */
  | ({ readonly type: 'folder' } & FolderSpec);

/**
 * Tells which data set or folder `loadDataset` would open, without opening it. Decide by this result, never
 * by the name.
 *
 * @throws RnpError `RNP_DATA_UNKNOWN` with the known names; `RNP_CONFIG` for an invalid setting
 */
export async function dataSource(name: string): Promise<DataSource> {
  check.text('name', name);
  const known = knownDataset(name);
  if (known !== undefined) return { type: 'named', name };
  const folder = name.replace(/\?[^/\\?]*$/, '');
  if (knownDataset(folder) !== undefined) {
    throw new RnpError(
      'RNP_CONFIG',
      `${folder} is a data set with a name, which takes no settings; a folder of that name is ./${name}`,
    );
  }
  if (/[\\/]|^\.+$/.test(folder) || (await isFolder(folder))) {
    return { type: 'folder', ...parseFolderSpec(name) };
  }
  const names = knownDatasets.map((dataset) => dataset.name);
  throw new RnpError(
    'RNP_DATA_UNKNOWN',
    `no data set '${name}', and no folder. Choose one of ${names.join(', ')}, or a folder of images${meant(name, names)}`,
  );
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  );
}
