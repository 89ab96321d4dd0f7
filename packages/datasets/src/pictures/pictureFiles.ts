import { prepareImage } from '@rnp/images';
import { check } from '../checks.js';
import type { Dataset } from '../dataset.js';
import { type DescribeOptions, describePictures, type FolderDescription } from './describePictures.js';
import type { ImagesOptions } from './imagesOptions.js';
import { createLeftOut } from './leftOut.js';
import { isLock, isMarked, isOutputFolder, markedBytes } from './ownOutput.js';
import { pictureDataset } from './pictureDataset.js';
import { dividePictures, type PictureListing } from './pictureFolder.js';
import { byCodeUnits, hiddenReason, isPictureName } from './pictureName.js';
import type { PictureReader } from './pictureReader.js';

/** A file and its path in the given folder: 'photos/cat/1.png'. A browser's `File` is a `Blob`. */
export interface FolderFile {
  readonly path: string;
  readonly content: Blob;
}

/**
 * The images of a folder whose files you already have, as when it is dropped on a page: the same as `images` of
 * @rnp/datasets/node makes from this folder on a disk. Our own results, hidden files and files that are not pictures are
 * left out.
 *
 * @throws RnpError as `images`
 * @example await imagesOfFiles(files, { split: 'train', size: [32, 32] })
 */
export async function imagesOfFiles(files: readonly FolderFile[], options: ImagesOptions): Promise<Dataset> {
  return pictureDataset(filesReader(files), options);
}

/**
 * How such a folder is read, before any image is made.
 *
 * @throws RnpError `RNP_DATA_FOLDER` where it is no data set; the signal's reason when it is aborted
 */
export async function describeFiles(
  files: readonly FolderFile[],
  options: DescribeOptions = {},
): Promise<FolderDescription> {
  return describePictures(filesReader(files), options);
}

function filesReader(files: readonly FolderFile[]): PictureReader {
  check.list('files', files, (path, file) => {
    check.object(path, file);
    check.text(`${path}.path`, (file as FolderFile).path);
    const { content } = file as FolderFile;
    check.object(`${path}.content`, content);
    // By what it can do: a file of another frame is of another class.
    for (const method of ['slice', 'arrayBuffer'] as const)
      check.callable(`${path}.content.${method}`, content[method]);
  });
  const contents = new Map(files.map(({ path, content }) => [path, content]));
  const folder = commonFolder(files);
  const bytes = async ({ path }: { readonly path: string }): Promise<Uint8Array> =>
    new Uint8Array(await contents.get(path)!.arrayBuffer());
  return {
    folder,
    divide: async (options) => dividePictures(await listing(folder, contents), options),
    bytes,
    prepare: async (picture, preprocessing) =>
      prepareImage(await bytes(picture), preprocessing, { path: picture.path }),
  };
}

/** The folder that all lie in, without a '/' at its end; '.' where they lie in several, or in none. */
function commonFolder(files: readonly FolderFile[]): string {
  const [first = ''] = files.map(({ path }) => path.split('/')[0]!);
  return files.every(({ path }) => path.startsWith(`${first}/`)) && files.length > 0 ? first : '.';
}

async function listing(folder: string, contents: ReadonlyMap<string, Blob>): Promise<PictureListing> {
  const prefix = folder === '.' ? '' : `${folder}/`;
  const leftOut = createLeftOut();
  const paths = [...contents.keys()].map((path) => path.slice(prefix.length)).sort(byCodeUnits);
  const begin = async (path: string, count: number): Promise<Uint8Array> =>
    new Uint8Array(
      await contents
        .get(prefix + path)!
        .slice(0, count)
        .arrayBuffer(),
    );
  const own = await ownFolders(paths, begin);
  const files: string[] = [];
  const folders = new Set<string>();
  for (const path of paths) {
    const names = path.split('/');
    const outside = names.map(hiddenReason).find((reason) => reason !== null) ?? null;
    const output = own.find((one) => path.startsWith(`${one}/`));
    if (outside !== null) leftOut.add(path, outside);
    else if (output !== undefined) leftOut.add(output, 'output');
    else if (isLock(names.at(-1)!)) continue;
    else if (!isPictureName(path)) leftOut.add(path, 'not-picture');
    else if (/\.png$/i.test(path) && isMarked(await begin(path, markedBytes))) leftOut.add(path, 'output');
    else files.push(path);
    for (let depth = 1; depth < names.length; depth++) {
      const above = names.slice(0, depth).join('/');
      // What is left out whole is not looked into.
      if (hiddenReason(names[depth - 1]!) !== null || own.includes(above)) break;
      folders.add(above);
    }
  }
  return {
    folder,
    files,
    folders: [...folders].sort(byCodeUnits),
    leftOut: leftOut.all(),
    placeOf: (path) => `${prefix}${path}`,
  };
}

/** Runs, models, sweeps and corpora among the folders. */
async function ownFolders(
  paths: readonly string[],
  begin: (path: string, count: number) => Promise<Uint8Array>,
): Promise<readonly string[]> {
  const names = new Map<string, string[]>();
  for (const path of paths) {
    const at = path.lastIndexOf('/');
    if (at < 0) continue;
    const folder = path.slice(0, at);
    names.set(folder, [...(names.get(folder) ?? []), path.slice(at + 1)]);
  }
  const own: string[] = [];
  for (const [folder, files] of names) {
    if (await isOutputFolder(files, (name, count) => begin(`${folder}/${name}`, count))) own.push(folder);
  }
  return own;
}
