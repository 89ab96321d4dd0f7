import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { option, worded } from '@rnp/errors';
import { writeFileAtomic, writeFileIfAbsent } from '@rnp/files/node';
import { check, checkOptions, isFlag, isWord, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { json } from '../files/jsonFile.js';
import { heard } from '../heard.js';

/** Where outputs go: all files to a folder, or the first with this ending to a file. */
export type Destination = { readonly folder: string } | { readonly file: string; readonly ending: string };

/** Bytes, text, or anything that JSON can hold. */
type Content = Uint8Array | string | object;

/** File name → content, or a function that makes it: a picture that is not written is not drawn. */
export type Outputs = Readonly<Record<string, Content | (() => Content | Promise<Content>)>>;

/** How `writeOutputs` writes. */
export interface WriteOptions {
  /**
   * Whether existing files may be replaced. Default false. A file with the same content is always accepted.
   */
  readonly overwrite?: boolean | undefined;
  /** Stops before the first file is written; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

const places: Readonly<Record<string, Look>> = Object.freeze({
  folder: isWord,
  file: isWord,
  ending: check.text,
});

/**
 * Makes all outputs, then writes them: each under its name to a folder, which is made if it is missing, or
 * the first with the wanted ending to a file.
 *
 * @returns the paths
 * @throws UsageError, before anything is written, if no output has that ending, or if a file exists with
 *   other content and must not be replaced; the signal's reason when it is aborted
 */
export async function writeOutputs(
  destination: Destination,
  outputs: Outputs,
  options: WriteOptions,
): Promise<string[]> {
  checkOptions(
    'destination',
    destination,
    places,
    'folder' in Object(destination) ? ['folder'] : ['file', 'ending'],
  );
  check.object('outputs', outputs);
  checkOptions('options', options, { overwrite: isFlag, signal: check.signal });
  const { overwrite = false, signal } = options;
  const made: [path: string, bytes: Uint8Array][] = [];
  for (const [path, content] of placed(destination, Object.entries(outputs))) {
    await heard(signal);
    made.push([path, bytesOf(typeof content === 'function' ? await content() : content)]);
  }
  await heard(signal);
  if (!overwrite) await requireFree(made);
  for (const [path, bytes] of made) {
    if (overwrite) await writeFileAtomic(path, bytes);
    else await claim(path, bytes);
  }
  return made.map(([path]) => path);
}

/** @throws UsageError for the first path where something else is */
async function requireFree(made: readonly (readonly [path: string, bytes: Uint8Array])[]): Promise<void> {
  for (const [path, bytes] of made) {
    if ((await stat(path).catch(() => null)) !== null) await requireSame(path, bytes);
  }
}

/** Of several processes that write to one place at once, one has each name: looking first and writing later is not enough. */
async function claim(path: string, bytes: Uint8Array): Promise<void> {
  try {
    if (!(await writeFileIfAbsent(path, bytes))) await requireSame(path, bytes);
  } catch (error) {
    // A stick or a network disk that has no hard links: what was looked at has to do.
    if (!linkless.has(codeOf(error))) throw error;
    await writeFileAtomic(path, bytes);
  }
}

const linkless: ReadonlySet<unknown> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Of the system, where it was the system that failed. */
function codeOf(error: unknown): unknown {
  return ((error as Error | undefined)?.cause as { readonly code?: unknown } | undefined)?.code;
}

/** @throws UsageError where something else is */
async function requireSame(path: string, bytes: Uint8Array): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there?.isFile() && there.size === bytes.length && (await readFile(path)).equals(bytes)) return;
  throw new UsageError(
    worded`${path} is there already, with other content; replace it with ${option('overwrite', true)}, or choose another ${option('destination')}`,
  );
}

function placed<C>(destination: Destination, outputs: readonly (readonly [string, C])[]): [string, C][] {
  if ('folder' in destination) {
    return outputs.map(([name, content]) => [join(destination.folder, name), content]);
  }
  const one = outputs.find(([name]) => extname(name) === destination.ending);
  if (one === undefined) {
    throw new UsageError(
      worded`${option('destination', destination.file)}: there is no ${destination.ending} of this; give a folder`,
    );
  }
  return [[destination.file, one[1]]];
}

function bytesOf(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return typeof content === 'string' ? new TextEncoder().encode(content) : json(content);
}
