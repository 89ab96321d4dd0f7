import { areChoices, check, isFlag, isWord, type Look } from '../checks.js';
import { type Split, splits } from '../data/openData.js';
import { type PreprocessingFlags, preprocessingLooks } from '../models/preprocessingFlags.js';

/** What every work with a model can be told. */
export interface UseOptions {
  /** A trained model's name, or the path of a run's folder, a model's, or a model in one file. */
  readonly model: string;
  /** From the most to the least wanted; wasm unless given. */
  readonly backends?: readonly string[];
  /** Stops the work; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Which images. */
export interface UsedData {
  /** A data set by name, or a folder of images; what the model learned from unless given. */
  readonly data?: string;
  /** test unless given. */
  readonly split?: Split;
}

/** Which images of data or files, and how a picture is made one that the model takes. */
export interface UsedImages extends UsedData, PreprocessingFlags {
  /** The sources are classes of the data, all by name or all by number: the first image of each, then its next. */
  readonly class?: boolean;
}

/** Where results go. */
export interface UseOutputs {
  /** A folder, or the name of a file: its ending says which of the outputs is meant. */
  readonly out: string;
  /** Whether files that are there may be replaced; those of the same content always are. */
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
