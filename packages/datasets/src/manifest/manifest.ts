/** A gzip-compressed IDX file. */
export interface ManifestFile {
  /** Its name, on the mirrors and in the cache. */
  readonly file: string;
  /** Of the inflated content, in hex: the gzip wrapper differs between mirrors. */
  readonly sha256: string;
  /** Length of the inflated content. */
  readonly bytes: number;
}

export interface ManifestSplit {
  readonly length: number;
  readonly images: ManifestFile;
  readonly labels: ManifestFile;
}

/** Where a data set of IDX files comes from and what it must be. */
export interface Manifest {
  readonly name: string;
  readonly description: string;
  /** The folder of its files below the data folder. */
  readonly folder: string;
  /** Addresses that end in '/', tried in this order. */
  readonly mirrors: readonly string[];
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  readonly classNames: readonly string[];
  readonly splits: { readonly train: ManifestSplit; readonly test: ManifestSplit };
}
