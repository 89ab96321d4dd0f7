import { dirname } from 'node:path';
import { RnpError } from '@rnp/errors';
import { requireWritableFolder, writeFileAtomic } from '@rnp/files/node';

/**
 * Writes a file of the data folder, whole or not at all.
 *
 * @throws RnpError `RNP_FILE` (read-only folder, full disk)
 */
export async function keepFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeFileAtomic(path, bytes).catch(refuse(path));
}

/**
 * Makes the file's folder and sees that it takes files, so that a read-only one is found before a long download.
 *
 * @throws RnpError `RNP_FILE`
 */
export async function requireWritable(path: string): Promise<void> {
  await requireWritableFolder(dirname(path)).catch(refuse(path));
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    const advice = 'Set RNP_DATA_DIR or pass dataDir for another folder';
    const { message, complaint = message, path: at = path } = cause as Error & Partial<RnpError>;
    throw new RnpError('RNP_FILE', `${complaint}. ${advice}`, { path: at, cause });
  };
}
