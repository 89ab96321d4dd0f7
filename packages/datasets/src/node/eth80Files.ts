import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RnpError } from '@rnp/errors';
import type { Eth80Manifest } from '../manifest/eth80.js';
import type { ArchiveLimits } from './archive/archiveLimits.js';
import { readTar } from './archive/readTar.js';
import { cachedFile, cachePath } from './cachedFile.js';
import type { LoadOptions } from './loadOptions.js';
import type { PictureSource } from './pictureSource.js';

/** A PNG of the set, not read yet where it lies in a folder. */
export interface Eth80File {
  readonly source: PictureSource;
  read(): Uint8Array | Promise<Uint8Array>;
}

/** A picture of an object, and its mask. */
export interface Eth80View {
  /** 'apple' */
  readonly className: string;
  /** 'apple10' */
  readonly object: string;
  /** 10 */
  readonly number: number;
  /** '066-027': the camera's two angles in degrees. */
  readonly angles: string;
  readonly picture: Eth80File;
  readonly map: Eth80File;
}

/** 6,721 entries of at most 20 kB. */
const eth80Limits: ArchiveLimits = Object.freeze({
  maxEntries: 10_000,
  maxEntryBytes: 4 * 1024 * 1024,
  maxBytes: 512 * 1024 * 1024,
  maxRatio: 1,
});

/** The cropped set at 256×256 takes some 100 kB a picture. */
const maxFileBytes = 4 * 1024 * 1024;
/** apple1/apple1-066-027.png and apple1/maps/apple1-066-027-map.png, below any folder. */
const viewName = /(?:^|\/)([a-z]+)(\d+)\/(maps\/)?\1\2-(\d{3}-\d{3})(-map)?\.png$/;

/** Whether the set lies unpacked below the data folder; nothing is opened. */
export async function hasEth80Folder(dataDir: string, manifest: Eth80Manifest): Promise<boolean> {
  return (await folderFiles(join(dataDir, manifest.folder))).size > 0;
}

/**
 * Every view of the set with its mask, sorted by class, object and angles: from the archive, or else from a folder.
 *
 * @throws RnpError `RNP_DATA_DOWNLOAD` when neither is there; `RNP_DATA_MISMATCH` when objects, views or masks are
 *   missing or more than there should be
 */
export async function eth80Views(
  manifest: Eth80Manifest,
  options: LoadOptions & { readonly dataDir: string },
): Promise<readonly Eth80View[]> {
  const archive = cachePath(options.dataDir, manifest, manifest.archive);
  const folder = join(options.dataDir, manifest.folder);
  const packed = await stat(archive).catch(() => undefined);
  const loose = packed === undefined ? await folderFiles(folder) : new Map<string, Eth80File>();
  if (loose.size > 0) {
    const views = viewsOf(loose, manifest, folder);
    options.onProgress?.({ type: 'ready', file: manifest.folder, path: folder, source: 'cache' });
    return views;
  }
  const content = await cachedFile(manifest, manifest.archive, options).catch((error: unknown) => {
    if (!(error instanceof RnpError) || packed !== undefined || manifest.mirrors.length > 0) throw error;
    throw new RnpError(
      'RNP_DATA_DOWNLOAD',
      `${manifest.name} is not here, and there is no address to download it from. Put ${manifest.archive.file}, or ` +
        `the unpacked folders apple1 … tomato10 of the cropped set with their maps, there, or set ` +
        `RNP_DATA_DIR to a folder that holds ${manifest.folder}/`,
      { path: folder },
    );
  });
  const files = new Map<string, Eth80File>();
  const wanted = (name: string): boolean => viewName.test(name);
  for (const { name, bytes } of readTar(content, { path: archive, limits: eth80Limits, wanted })) {
    files.set(name, { source: { path: archive, entry: name }, read: () => bytes });
  }
  return viewsOf(files, manifest, archive);
}

/** The set's files where they are read from a folder, by their paths in it; none where they are read from the archive. */
export async function eth80FolderFiles(
  archive: string,
  folder: string,
): Promise<readonly { readonly path: string; readonly read: () => Promise<Uint8Array> }[]> {
  if ((await stat(archive).catch(() => undefined)) !== undefined) return [];
  return [...(await folderFiles(folder))]
    .map(([path, { read }]) => ({ path, read: async () => await read() }))
    .sort((a, b) => compare(a.path, b.path));
}

/** PNGs by their path below a folder, at most so deep as the set is when it is unpacked; links are not followed. */
async function folderFiles(folder: string): Promise<Map<string, Eth80File>> {
  const files = new Map<string, Eth80File>();
  const walk = async (at: string, depth: number): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && depth > 0) await walk(path, depth - 1);
      const name = relative(folder, path).split(sep).join('/');
      if (entry.isFile() && viewName.test(name)) {
        files.set(name, { source: { path }, read: () => readBounded(path) });
      }
    }
  };
  await walk(folder, 3);
  return files;
}

async function readBounded(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size <= maxFileBytes) return await readFile(path);
    throw new RnpError('RNP_DATA_TOO_LARGE', `has ${size} bytes, too many for a view of ETH-80`, {
      path,
    });
  } catch (cause) {
    if (cause instanceof RnpError) throw cause;
    throw new RnpError('RNP_FILE', `cannot be read (${(cause as { code?: string }).code})`, {
      path,
      cause,
    });
  }
}

function viewsOf(
  files: ReadonlyMap<string, Eth80File>,
  manifest: Eth80Manifest,
  path: string,
): readonly Eth80View[] {
  const pictures = new Map<string, Omit<Eth80View, 'map'>>();
  const maps = new Map<string, Eth80File>();
  for (const [name, file] of files) {
    const [, className, digits, inMaps, angles, isMap] = viewName.exec(name)!;
    const object = `${className}${digits}`;
    const key = `${object} ${angles}`;
    if (isMap !== undefined) maps.set(key, file);
    // A picture in maps/ would be a mask without its ending: not of this set.
    else if (inMaps === undefined) {
      const [number, picture] = [Number(digits), file];
      pictures.set(key, { className: className!, object, number, angles: angles!, picture });
    }
  }
  const views = [...pictures].map(([key, view]): Eth80View => {
    const map = maps.get(key);
    if (map === undefined) throw mismatch(path, `has no mask for view ${key}`);
    return { ...view, map };
  });
  const { classNames, objectsPerClass, viewsPerObject } = manifest;
  for (const className of classNames) {
    const own = views.filter((view) => view.className === className);
    const objects = new Set(own.map(({ object }) => object));
    if (objects.size !== objectsPerClass) {
      throw mismatch(path, `has ${objects.size} objects of class ${className}, not ${objectsPerClass}`);
    }
    for (const object of objects) {
      const { length } = own.filter((view) => view.object === object);
      if (length !== viewsPerObject)
        throw mismatch(path, `has ${length} views of ${object}, not ${viewsPerObject}`);
    }
  }
  const known = views.filter(({ className }) => classNames.includes(className));
  return known.sort(
    (a, b) => compare(a.className, b.className) || a.number - b.number || compare(a.angles, b.angles),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function mismatch(path: string, complaint: string): RnpError {
  return new RnpError('RNP_DATA_MISMATCH', `${complaint}. Get ETH-80 again`, { path });
}
