import type { FileSource, ManifestFile } from './manifest.js';

/** The files and the structure of ETH-80. */
export interface Eth80Manifest extends FileSource {
  readonly description: string;
  /** [h, w, c] of the images that are loaded. */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  readonly objectsPerClass: number;
  /** The test set: so many objects of each class, the last ones by number. */
  readonly heldOutPerClass: number;
  readonly viewsPerObject: number;
  readonly archive: ManifestFile;
}

/**
 * ETH-80: Leibe and Schiele, Analyzing appearance and contour based methods for object categorization, CVPR
 * 2003.
 *
 * It no longer has an official page, so it has no mirrors. The archive is the cropped set, reduced from
 * 256×256 to 100×100, with its masks; a folder with the cropped set in any size works as well.
 */
export const eth80Manifest: Eth80Manifest = {
  name: 'eth-80',
  description: '3,280 views of 80 objects on black, 50×50 colour (Leibe, Schiele)',
  folder: 'eth-80',
  mirrors: [],
  imageShape: [50, 50, 3],
  classNames: ['apple', 'car', 'cow', 'cup', 'dog', 'horse', 'pear', 'tomato'],
  objectsPerClass: 10,
  heldOutPerClass: 2,
  viewsPerObject: 41,
  archive: {
    file: 'eth80-cropped100.tar.gz',
    sha256: '4771b25dfceb6320b8ad4299e561a13e08e113043689819c2da54b46fc41fe25',
    bytes: 55_541_760,
  },
};
