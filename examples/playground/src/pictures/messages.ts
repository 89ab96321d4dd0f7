import type { FolderFile } from '@rnp/datasets';
import type { OwnPictures } from '../training/recipe.js';

/** A folder that was given, and how its pictures are to be taken. */
export interface PicturesQuestion {
  readonly files: readonly FolderFile[];
  /** Whether colours are kept; grey otherwise, as in the command. */
  readonly colour: boolean;
}

/** What is understood of a folder. */
export interface Understood {
  /** What there is, in lines. */
  readonly lines: readonly string[];
  /** Files that cannot be read, and why. */
  readonly bad: readonly string[];
  readonly pictures: OwnPictures;
}

/** From the worker to the page. */
export type FromReader =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'understood'; readonly understood: Understood }
  | { readonly type: 'failed'; readonly message: string };
