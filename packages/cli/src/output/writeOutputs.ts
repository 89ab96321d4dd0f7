import { extname, join } from 'node:path';
import { writeFileAtomic } from '@rnp/vae/node';
import { UsageError } from '../errors.js';
import { json } from '../run/runFolder.js';
import type { Destination } from './destination.js';

/** Bytes, text, or anything that JSON can hold. */
type Content = Uint8Array | string | object;

/** File name → what is in it, or how to make that: a picture that is not asked for is not drawn. */
export type Outputs = Readonly<Record<string, Content | (() => Content | Promise<Content>)>>;

/**
 * Makes all, then writes all: each output under its name into a folder, which is made if it is missing; or the first with
 * the wanted ending as a file.
 *
 * @returns the paths
 * @throws UsageError when nothing has that ending
 */
export async function writeOutputs(destination: Destination, outputs: Outputs): Promise<string[]> {
  const made: [path: string, bytes: Uint8Array][] = [];
  for (const [path, content] of placed(destination, Object.entries(outputs))) {
    made.push([path, bytesOf(typeof content === 'function' ? await content() : content)]);
  }
  for (const [path, bytes] of made) await writeFileAtomic(path, bytes);
  return made.map(([path]) => path);
}

/** A name for files and folders, made of any title. */
export function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'image'
  );
}

function placed<C>(destination: Destination, outputs: readonly (readonly [string, C])[]): [string, C][] {
  if ('folder' in destination) {
    return outputs.map(([name, content]) => [join(destination.folder, name), content]);
  }
  const one = outputs.find(([name]) => extname(name) === destination.ending);
  if (one === undefined) {
    throw new UsageError(
      `--out ${destination.file}: there is no ${destination.ending} of this; give a folder`,
    );
  }
  return [[destination.file, one[1]]];
}

function bytesOf(content: Content): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return typeof content === 'string' ? new TextEncoder().encode(content) : json(content);
}
