import { check, checkOptions, isWord, type Look } from '../checks.js';
import { openData, type Split, splits } from '../data/openData.js';
import type { DataEvent } from '../events.js';
import { Job } from '../job.js';

/** How `fetchData` fetches. */
export interface FetchDataOptions {
  /** Only this split. Default: both. */
  readonly split?: Split;
  /** Stops, and its reason is thrown; what was fetched whole is kept. */
  readonly signal?: AbortSignal;
}

/** A split whose files are there, and right. */
export interface FetchedSplit {
  readonly split: Split;
  /** Number of images. */
  readonly images: number;
  /** [height, width, channels] */
  readonly imageShape: readonly [number, number, number];
}

/** A split is there. */
export interface FetchedEvent extends FetchedSplit {
  readonly type: 'fetched';
}

const looks: Readonly<Record<keyof FetchDataOptions, Look>> = Object.freeze({
  split: (path, value) => check.choice(path, value, splits),
  signal: check.signal,
});

/**
 * Downloads the missing files of a data set into the data folder, and checks all its files.
 *
 * @param name a data set by name, or a folder of images
 * @returns a job; its result is what there is
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError or RnpError as `openData`; the signal's reason when it is aborted
 */
export function fetchData(
  name: string,
  options: FetchDataOptions = {},
): Job<DataEvent | FetchedEvent, readonly FetchedSplit[]> {
  isWord('name', name);
  checkOptions('options', options, looks);
  return new Job(async ({ listen, signal }) => {
    const fetched: FetchedSplit[] = [];
    for (const split of options.split === undefined ? splits : [options.split]) {
      const { length, imageShape } = await openData(name, split, {
        signal,
        onProgress: (progress) => listen({ type: 'data', part: split, progress }),
      });
      fetched.push({ split, images: length, imageShape });
      listen({ type: 'fetched', ...fetched.at(-1)! });
    }
    return fetched;
  }, options.signal);
}
