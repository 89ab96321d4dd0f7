import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RnpError } from '@rnp/errors';
import { check } from '../../checks.js';
import { folderStore } from './folderStore.js';
import type { ObjectStore } from './objectStore.js';
import { s3Store } from './s3Store.js';

/**
 * Opens an object store.
 *
 * @param address a folder that all machines share, as a path or as `file:///shared/folder`, or
 *   `s3://bucket/prefix`
 * @throws RnpError RNP_STORE for an empty address or one of another kind, and for missing or invalid settings
 *   of S3 in the environment
 */
export async function openStore(address: string): Promise<ObjectStore> {
  check.text('address', address);
  if (/^file:/i.test(address)) return folderStore(folderOf(address));
  if (/^s3:/i.test(address)) return s3Store(address);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(address)) {
    const kind = address.slice(0, address.indexOf(':'));
    const give =
      'give a folder that all machines share, as a path or as file:///shared/folder, or s3://bucket/prefix';
    throw new RnpError('RNP_STORE', `there is no object store for ${kind}:// addresses: ${give}`);
  }
  if (address === '') {
    throw new RnpError(
      'RNP_STORE',
      'the object store needs an address: a folder that all machines share, or s3://bucket/prefix',
    );
  }
  return folderStore(resolve(address));
}

function folderOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch (cause) {
    const problem = `${address} is no folder of this machine: write file:///shared/folder, with three slashes`;
    throw new RnpError('RNP_STORE', problem, { cause });
  }
}
