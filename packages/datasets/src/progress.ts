/** What happens to one file of a data set on its way into memory. */
export type DataProgress =
  /** Bytes arrive. `loaded` never falls, also when another mirror has to start anew; `total` may be unknown. */
  | {
      readonly type: 'download';
      readonly file: string;
      readonly address: string;
      readonly loaded: number;
      readonly total?: number;
    }
  /** A mirror failed; the next one, if there is one, is tried. */
  | {
      readonly type: 'mirror-failed';
      readonly file: string;
      readonly address: string;
      readonly reason: string;
      /** Mirrors that are left to try. */
      readonly left: number;
    }
  /** The content was checked against the manifest. */
  | {
      readonly type: 'ready';
      readonly file: string;
      readonly path: string;
      readonly source: 'cache' | 'download';
    }
  /** A picture that cannot be read is left out, as was asked for. */
  | {
      readonly type: 'skipped';
      readonly file: string;
      readonly reason: string;
    }
  /** Pictures become pixels, `done` of `total` in this file or folder; told now and then. */
  | {
      readonly type: 'decode';
      readonly file: string;
      readonly done: number;
      readonly total: number;
    }
  /** A folder is looked through, so far: `entries` files and folders, among them `pictures`. */
  | {
      readonly type: 'walk';
      readonly file: string;
      readonly entries: number;
      readonly pictures: number;
    }
  /** Files of a folder are read for their digest, `done` of `total`. */
  | {
      readonly type: 'digest';
      readonly file: string;
      readonly done: number;
      readonly total: number;
    };

export type DataProgressListener = (progress: DataProgress) => void;
