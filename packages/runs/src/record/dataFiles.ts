import { contentChanges, type DataContent } from '@rnp/datasets/node';
import { writeFileAtomic } from '@rnp/files/node';
import { json, readJson } from '../files/jsonFile.js';
import type { RunFolder } from './runFolder.js';

/** Keeps beside a run which files it learns from, so that it can be told later what changed. Data sets with names never do. */
export async function writeDataFiles(folder: RunFolder, { digest, files }: DataContent): Promise<void> {
  if (files === null) return;
  await writeFileAtomic(folder.dataFiles, json({ schema: 'rnp-data-files', version: 1, digest, files }));
}

/** How images differ from those that the run in a folder learned from, such as ': 3 files changed'; '' where that cannot be told. */
export async function changesSince(
  folder: RunFolder,
  before: string,
  { files }: Pick<DataContent, 'files'>,
): Promise<string> {
  const kept = (await readJson(folder.dataFiles).catch(() => null)) as {
    readonly digest?: unknown;
    readonly files?: unknown;
  } | null;
  if (kept?.digest !== before || typeof kept.files !== 'object' || kept.files === null) return '';
  const changes = contentChanges(kept.files as Record<string, string>, files ?? {});
  return changes === '' ? ': they are read in another way' : `: ${changes}`;
}
