import { areChoices, check, isFlag, isWord, type Look } from '../checks.js';
import { type Split, splits } from '../data/openData.js';
import { type PreprocessingFlags, preprocessingLooks } from '../models/preprocessingFlags.js';

/** The options of all work with a trained model. */
export interface UseOptions {
  /**
   * A trained model's name, or the path of a run's folder, of a model's folder, or of a model in one file.
   */
  readonly model: string;
  /** Backends, the most wanted first. Default wasm. */
  readonly backends?: readonly string[];
  /** Stops the work; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** The images that are used. */
export interface UsedData {
  /** A data set by name, or a folder of images. Default: the data that the model learned from. */
  readonly data?: string;
  /** Default 'test'. */
  readonly split?: Split;
}

/** The images of data or files that are used, and how pictures are prepared for the model. */
export interface UsedImages extends UsedData, PreprocessingFlags {
  /**
   * Whether the sources are classes of the data, all by name or all by number. A class stands for its first
   * image; named again, for its next.
   */
  readonly class?: boolean;
}

/** Where results are written. */
export interface UseOutputs {
  /** A folder, or the name of a file; its ending selects the output. */
  readonly out: string;
  /**
   * Whether existing files may be replaced. Default false. A file with the same content is always accepted.
   */
  readonly overwrite?: boolean;
}

export const useLooks: Readonly<Record<keyof UseOptions, Look>> = Object.freeze({
  model: isWord,
  backends: areChoices,
  signal: check.signal,
});

export const dataLooks: Readonly<Record<keyof UsedData, Look>> = Object.freeze({
  data: isWord,
  split: (path, value) => check.choice(path, value, splits),
});

export const imageLooks: Readonly<Record<keyof UsedImages, Look>> = Object.freeze({
  ...dataLooks,
  ...preprocessingLooks,
  class: isFlag,
});

export const outputLooks: Readonly<Record<keyof UseOutputs, Look>> = Object.freeze({
  out: isWord,
  overwrite: isFlag,
});

export const isWholeNumber: Look = (path, value) => check.wholeNumber(path, value, 0);
