import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { option, worded } from '@rnp/errors';
import { check } from '../checks.js';
import { UsageError } from '../errors.js';
import { requireFolder } from './requireFolder.js';
import { requirePlace } from './requirePlace.js';
import { requireUnread } from './requireUnread.js';
import type { Destination } from './writeOutputs.js';

/** Endings that are meant as such; any other point in a name, as in runs/v1.2, is a folder's. */
const fileEndings: ReadonlySet<string> = new Set(
  [
    ...['png', 'svg', 'svgz', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'tif', 'tiff', 'pdf', 'eps'],
    ...['html', 'htm', 'xhtml', 'md', 'txt', 'log'],
    ...['json', 'jsonl', 'yaml', 'yml', 'xml', 'csv', 'tsv', 'npy', 'npz', 'safetensors', 'zip'],
  ].map((name) => `.${name}`),
);

/**
 * Reads an option `out`: a name with the ending of a file is a file, unless a folder of that name exists; any
 * other name is a folder.
 *
 * @param endings of the outputs, such as '.png'
 * @param inputs what the outputs are made of: no output takes the place of such a file, whatever may be replaced
 * @throws UsageError for a file with another ending, a folder where a file is, one of the inputs, and for a place where no file can be kept
 */
export async function destinationOf(
  out: string,
  endings: readonly string[],
  inputs: readonly string[] = [],
): Promise<Destination> {
  const listed = anyOf(endings);
  check.list('inputs', inputs, check.text);
  requirePlace(out);
  const ending = extname(out).toLowerCase();
  const advice = worded`give a folder, or a name that ends in ${listed}`;
  if (!fileEndings.has(ending) || (await isFolder(out))) {
    await requireFolder(out, advice);
    return { folder: out };
  }
  if (!endings.includes(ending)) {
    // A file of that name is told as one.
    await requireFolder(out, advice);
    throw new UsageError(worded`${option('out', out)}: ${advice}`);
  }
  await requireUnread(out, inputs, 'file');
  return { file: out, ending };
}

/** Endings in words: '.svg, .png or .json'. */
export function anyOf(endings: readonly string[]): string {
  check.list('endings', endings, check.text);
  return endings.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Whatever is wrong with it is said when it is written.
    return false;
  }
}
