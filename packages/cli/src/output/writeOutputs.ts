import { join } from 'node:path';
import { writeFileAtomic } from '@rnp/vae/node';
import { json } from '../run/runFolder.js';

/** File name → bytes, text, or anything that JSON can hold. */
export type Outputs = Readonly<Record<string, Uint8Array | string | object>>;

/** Writes files into a folder, which is made if it is missing, and returns their paths. */
export async function writeOutputs(dir: string, outputs: Outputs): Promise<string[]> {
  const paths: string[] = [];
  for (const [name, content] of Object.entries(outputs)) {
    const path = join(dir, name);
    await writeFileAtomic(path, bytesOf(content));
    paths.push(path);
  }
  return paths;
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

function bytesOf(content: Uint8Array | string | object): Uint8Array {
  if (content instanceof Uint8Array) return content;
  return typeof content === 'string' ? new TextEncoder().encode(content) : json(content);
}
