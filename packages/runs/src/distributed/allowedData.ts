import { realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { dataContent, dataSource } from '@rnp/datasets/node';
import { option, type Wording, worded, wordingOf } from '@rnp/errors';
import { TaskError } from '@rnp/queue';
import { liesIn } from '../corpus/listedBytes.js';
import { splitSpec } from '../data/dataSpec.js';

/**
 * What opens a task's images on this worker. A task must not make a worker read whatever lies on its machine: data goes by name, or
 * lies in the worker's folder, and what is opened is what was judged. A folder is looked for where the task says, then by the end of
 * that way below the worker's own folder, and is taken only when its images are the task's.
 *
 * @param data a data set's name, or an absolute path with settings
 * @param digest of the images, see `dataContent`
 * @param folders image folders must lie in it; null: none is read
 * @throws TaskError `RNP_DATA_REFUSED`, which no attempt mends, or `RNP_DATA_OTHER`, which another worker may
 */
export async function locateData(
  { data, digest }: { readonly data: string; readonly digest: string },
  folders: string | null,
): Promise<string> {
  const { place, settings } = splitSpec(data);
  if (!isFolderPath(place)) {
    const { type } = await dataSource(data).catch((error: Error) => {
      throw refused(wordingOf(error));
    });
    if (type !== 'named') throw refused(`a task names folders by absolute paths, not ${data}`);
    if ((await dataContent(data)).digest === digest) return data;
    throw elsewhere(`${data} holds other images here than where the task comes from`);
  }
  if (folders === null) {
    throw elsewhere(byNameAlone(place));
  }
  const root = await realpath(folders).catch((error: Error) => {
    throw refused(`the worker cannot read ${folders} (${error.message})`);
  });
  const found: string[] = [];
  for (const candidate of placesOf(place, root)) {
    const folder = await realpath(candidate).catch(() => null);
    if (folder === null || !liesIn(root, folder)) continue;
    const spec = `${folder}${settings}`;
    const content = await dataContent(spec).catch(() => null);
    if (content === null) continue;
    found.push(candidate);
    // Its listing follows no link out of the folder.
    if (content.digest === digest) return spec;
  }
  throw elsewhere(
    found.length === 0
      ? `the worker takes folders in ${folders} alone, and finds no images of ${place} there`
      : `${found.join(' and ')} ${found.length === 1 ? 'holds' : 'hold'} other images than the task is about`,
  );
}

/** @throws TaskError unless the folder is the worker's or lies in it, also by way of links */
export async function requireFolder(folder: string, folders: string | null): Promise<void> {
  if (folders === null) {
    throw refused(byNameAlone(folder));
  }
  const [root, place] = await Promise.all([folders, folder].map((path) => realpath(path).catch(() => null)));
  if (!root) throw refused(`the worker cannot read its own folder ${folders}`);
  // One answer for all that is elsewhere, there or not: a task learns nothing of other files.
  if (!place || !liesIn(root, place))
    throw refused(`the worker takes folders in ${folders} alone; ${folder} is none, or is not there`);
}

/** Of a way, as many names from its end are looked for. */
const maxParts = 16;

/** `/data/photos/cats` itself, then cats' last places below the root: `ROOT/data/photos/cats`, `ROOT/photos/cats`, `ROOT/cats`. */
function placesOf(place: string, root: string): string[] {
  const parts = place.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const last = parts.slice(-maxParts);
  return [place, ...last.map((_, from) => join(root, ...last.slice(from)))];
}

/** Also of another system: a path of Windows is none of its own elsewhere. */
function isFolderPath(place: string): boolean {
  return isAbsolute(place) || /^([A-Za-z]:[\\/]|\\\\)/.test(place);
}

function byNameAlone(folder: string): Wording {
  return worded`the worker takes data sets by name, not the folder ${folder}; start one with ${option('folders', folder)}`;
}

function refused(message: string | Wording): TaskError {
  return new TaskError('RNP_DATA_REFUSED', message, { retry: false });
}

function elsewhere(message: string | Wording): TaskError {
  return new TaskError('RNP_DATA_OTHER', message, { retry: 'elsewhere' });
}
