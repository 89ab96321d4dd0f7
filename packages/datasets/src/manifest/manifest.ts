/** A file of a data set. */
export interface ManifestFile {
  /** Its name in the cache, and on the mirrors unless `remote` is given. */
  readonly file: string;
  /** Its path on the mirrors, if it differs from `file`. */
  readonly remote?: string;
  /**
   * Digest of the content in hexadecimal. A .gz file is inflated first, as the gzip wrapper differs between
   * mirrors.
   */
  readonly sha256: string;
  /** Length of the content; that of a .gz file after inflating. */
  readonly bytes: number;
}

/** Where the files of a data set come from, and the folder that holds them. */
export interface FileSource {
  readonly name: string;
  /** Folder of the files below the data folder. */
  readonly folder: string;
  /** Addresses that end in '/', tried in this order; none if users must put the files there themselves. */
  readonly mirrors: readonly string[];
}

/** The files of one split. */
export interface ManifestSplit {
  /** Number of images. */
  readonly length: number;
  /** IDX file of unsigned bytes, [n, h, w]. */
  readonly images: ManifestFile;
  /** IDX file of unsigned bytes, [n]. */
  readonly labels: ManifestFile;
}

/** Where a data set of IDX files comes from, and what the files must contain. */
export interface Manifest extends FileSource {
  readonly description: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  /** Whether the images are drawings of ink, all scaled to one size and centred. Default false. */
  readonly ink?: boolean;
  readonly splits: { readonly train: ManifestSplit; readonly test: ManifestSplit };
}
