import { RnpError } from '@rnp/errors';
import { order } from '../order.js';
import { createLeftOut, type LeftOut, leftOutWords } from './leftOut.js';
import { byCodeUnits } from './pictureName.js';
import { splitFolders } from './splitFolders.js';

/** A picture file and the class it lies in. */
export interface PictureFile {
  readonly path: string;
  /** The first folder below the root; undefined where pictures lie in the root itself. */
  readonly className?: string;
}

/** How a folder is divided into splits and classes. */
export interface PictureFolder {
  readonly train: readonly PictureFile[];
  readonly test: readonly PictureFile[];
  /** Folders of the splits, where the folder has them; null where the held-out images are drawn. */
  readonly splits: { readonly train: string; readonly test: string } | null;
  /** Of all splits together, in the order of their code units: a class has the same number in each. */
  readonly classNames: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Folders that were not looked into, since that was stopped; none otherwise. */
  readonly unseen: readonly string[];
}

/** Who looks after a walk through folders that may be endless. */
export interface WalkWatch {
  /** Asked before each folder: whether it ends here, with what was found so far. */
  readonly enough?: () => boolean;
  /** Ends it with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Where no picture was found for so long, the folder is refused; `defaultMaxIdleSeconds` unless given. */
  readonly maxIdleSeconds?: number;
  readonly onWalked?: (found: { readonly entries: number; readonly pictures: number }) => void;
}

export interface PictureFolderOptions extends WalkWatch {
  readonly testFraction: number;
  readonly seed: number;
  /** Whether folders called train and test, val or the like are splits. */
  readonly splits: boolean;
}

/** What lies in a folder that is a data set; paths are relative to it, with '/', in the order of their code units. */
export interface PictureListing {
  /** Named in errors. */
  readonly folder: string;
  readonly files: readonly string[];
  /** Folders that were looked into. */
  readonly folders: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Folders that were not looked into. */
  readonly unseen?: readonly string[];
  /** What a path below the folder is called where it is read and told of. */
  readonly placeOf: (path: string) => string;
}

/** Labels have two bytes. */
const maxClasses = 65_536;

/**
 * The pictures of a folder that is a data set, in the order of their paths, each in its split. Where the folder has no splits they
 * are drawn from the seed, class by class.
 *
 * @throws RnpError `RNP_DATA_FOLDER`: no pictures, pictures beside class folders, or splits that are not clear
 */
export function dividePictures(listing: PictureListing, options: PictureFolderOptions): PictureFolder {
  const { folder, files, folders, unseen = [] } = listing;
  if (files.length === 0 && unseen.length > 0) {
    throw bad(
      folder,
      `no .png, .jpg or .jpeg files were found before it was stopped, with ${unseen.length} folders not looked into`,
    );
  }
  if (files.length === 0) throw noPictures(folder, listing.leftOut);
  const found = options.splits ? splitFolders(folder, files) : { kind: 'drawn' as const, root: '' };
  const roots = found.kind === 'drawn' ? [found.root] : [found.train, found.test];
  const [first, second] = roots.map((root) => picturesIn(listing, root));
  const classNames = namesOf([...first!, ...(second ?? [])]);
  if (classNames.length > maxClasses) throw bad(folder, `has more than ${maxClasses} classes`);
  const leftOut = createLeftOut();
  const filled = new Set(files.flatMap(foldersAbove));
  for (const path of folders) if (!filled.has(path)) leftOut.add(path, 'empty-folder');
  for (const unused of found.kind === 'given' ? found.unused : []) {
    for (const path of files) if (path.startsWith(unused)) leftOut.add(path, 'other-split');
  }
  return {
    ...(found.kind === 'given'
      ? { train: first!, test: second!, splits: { train: found.train, test: found.test } }
      : { ...drawn(first!, classNames, options), splits: null }),
    classNames,
    leftOut: [...listing.leftOut, ...leftOut.all()],
    unseen,
  };
}

/** @throws RnpError where some lie in folders of classes and some beside them */
function picturesIn({ files, placeOf }: PictureListing, root: string): readonly PictureFile[] {
  const pictures = files
    .filter((path) => path.startsWith(root))
    .map((path): PictureFile => {
      const [className = '', ...inside] = path.slice(root.length).split('/');
      // The same name, written on another system, may come in other code units.
      return {
        path: placeOf(path),
        ...(inside.length > 0 && { className: className.normalize('NFC') }),
      };
    });
  const loose = pictures.filter(({ className }) => className === undefined);
  if (loose.length === 0 || loose.length === pictures.length) return pictures;
  const many = loose.length === 1 ? 'lies' : `and ${loose.length - 1} more lie`;
  throw bad(
    loose[0]!.path,
    `${many} beside folders of classes; put them into one of these, or all pictures into one folder`,
  );
}

/** 'a' and 'a/b' of 'a/b/c.png' */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function namesOf(pictures: readonly PictureFile[]): readonly string[] {
  return [...new Set(pictures.flatMap(({ className }) => className ?? []))].sort(byCodeUnits);
}

/** The seeded part of each class, both in the order of the files. Classes of one picture are drawn from together. */
function drawn(
  pictures: readonly PictureFile[],
  classNames: readonly string[],
  { testFraction, seed }: PictureFolderOptions,
): Pick<PictureFolder, 'train' | 'test'> {
  const groups = new Map<string | undefined, PictureFile[]>(classNames.map((name) => [name, []]));
  for (const picture of pictures) {
    const group = groups.get(picture.className) ?? [];
    groups.set(picture.className, group);
    group.push(picture);
  }
  const single = [...groups.values()].filter(({ length }) => length === 1).flat();
  const heldOut = new Set<PictureFile>();
  for (const [stream, group] of [...groups.values(), single].entries()) {
    if (group.length < 2) continue;
    const wanted = Math.max(1, Math.round(group.length * testFraction));
    for (const at of order(group.length, seed, stream).slice(0, wanted)) heldOut.add(group[at]!);
  }
  return {
    train: pictures.filter((picture) => !heldOut.has(picture)),
    test: pictures.filter((picture) => heldOut.has(picture)),
  };
}

export function noPictures(folder: string, leftOut: readonly LeftOut[]): RnpError {
  const others = leftOutWords(leftOut);
  const there = others.length === 0 ? '' : `; there are: ${others.slice(0, 4).join('; ')}`;
  return bad(folder, `holds no .png, .jpg or .jpeg files${there}`);
}

function bad(path: string, complaint: string): RnpError {
  return new RnpError('RNP_DATA_FOLDER', `${complaint}`, { path });
}
