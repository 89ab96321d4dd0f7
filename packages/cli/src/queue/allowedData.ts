import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { listDatasets } from '@rnp/datasets/node';
import { TaskError } from '@rnp/queue';

/**
 * A task must not make a worker read whatever lies on its machine: data goes by name, or lies in the worker's folder.
 *
 * @throws TaskError, which no attempt mends
 */
export async function requireData(data: string, folders: string | null): Promise<void> {
  const base = data.replace(/\?.*$/s, '');
  const named = (await listDatasets()).some(({ name }) => name === base);
  if (!named) await requireFolder(base, folders);
}

/** @throws TaskError unless the folder is the worker's or lies in it, also by way of links */
export async function requireFolder(folder: string, folders: string | null): Promise<void> {
  if (folders === null) {
    throw refused(`the worker takes data sets by name, not the folder ${folder}; start it with --folders`);
  }
  const [root, place] = await Promise.all([realpath(folders), realpath(folder)]).catch((error: Error) => {
    throw refused(`the worker cannot read ${folder} (${error.message})`);
  });
  const inside = relative(root!, place!);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) {
    throw refused(`the worker takes folders in ${folders} alone, not ${folder}`);
  }
}

function refused(message: string): TaskError {
  return new TaskError('RNP_DATA_REFUSED', message, { retry: false });
}
