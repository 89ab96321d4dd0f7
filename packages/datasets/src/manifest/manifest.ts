/** A file of a data set. */
export interface ManifestFile {
  /** Its name in the cache, and on the mirrors unless `remote` says otherwise. */
  readonly file: string;
  /** Its path on the mirrors, where that is another. */
  readonly remote?: string;
  /** Of the content, in hex: that of a .gz file inflated, as the gzip wrapper differs between mirrors. */
  readonly sha256: string;
  /** Length of the content, that of a .gz file inflated. */
  readonly bytes: number;
}

/** Where files come from, and the folder they lie in. */
export interface FileSource {
  readonly name: string;
  /** The folder of its files below the data folder. */
  readonly folder: string;
  /** Addresses that end in '/', tried in this order; none for what its users have to put there themselves. */
  readonly mirrors: readonly string[];
}

export interface ManifestSplit {
  readonly length: number;
  readonly images: ManifestFile;
  readonly labels: ManifestFile;
}

/** Where a data set of IDX files comes from and what it must be. */
export interface Manifest extends FileSource {
  readonly description: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  /** Whether images are drawings of one size, in their middle. */
  readonly ink?: boolean;
  readonly splits: { readonly train: ManifestSplit; readonly test: ManifestSplit };
}
