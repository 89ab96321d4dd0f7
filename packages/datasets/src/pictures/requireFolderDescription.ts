import { check } from '../checks.js';
import type { FolderDescription } from './describePictures.js';
import { requireLeftOut } from './leftOut.js';

/** @throws RnpError `RNP_CONFIG` naming what is missing of a description: words would be made of undefined */
export function requireFolderDescription(found: FolderDescription): void {
  check.object('found', found);
  const { folder, splits, leftOut, unseen, light } = found;
  check.text('found.folder', folder);
  if (splits !== null) {
    check.object('found.splits', splits);
    for (const split of ['train', 'test'] as const) check.text(`found.splits.${split}`, splits[split]);
  }
  for (const count of ['train', 'test', 'looked', 'onPaper', 'blank'] as const) {
    check.wholeNumber(`found.${count}`, found[count], 0);
  }
  check.number('found.light', light, 0, 1);
  requireEach(found, 'classes', ['name'], ['train', 'test']);
  requireEach(found, 'sizes', [], ['width', 'height', 'count']);
  requireEach(found, 'modes', ['mode'], ['count']);
  requireEach(found, 'bad', ['path', 'reason'], []);
  requireLeftOut('found.leftOut', leftOut);
  check.list('found.unseen', unseen, check.text);
}

function requireEach(
  found: FolderDescription,
  field: 'classes' | 'sizes' | 'modes' | 'bad',
  texts: readonly string[],
  counts: readonly string[],
): void {
  check.list(`found.${field}`, found[field], (path, entry) => {
    check.object(path, entry);
    const fields = entry as Readonly<Record<string, unknown>>;
    for (const name of texts) check.text(`${path}.${name}`, fields[name]);
    for (const name of counts) check.wholeNumber(`${path}.${name}`, fields[name], 0);
  });
}
