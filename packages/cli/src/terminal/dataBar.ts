import type { DataEvent } from '@rnp/runs';
import { createProgressBar, formatSeconds, type ProgressBar } from '@rnp/runs/words';
import { messages } from './outputs.js';

type Progress = DataEvent['progress'];

/** Nothing is said about decoding that takes less. */
const quietMs = 1500;

export interface DataBar {
  readonly listen: (event: DataEvent) => void;
  /** Leaves the last state standing and ends the line. */
  stop(): void;
}

/**
 * Downloads, and images as they are read, as a bar on stderr where that takes a while: one for each part of the data.
 *
 * @param maxSeconds after which no folder is looked through any more
 */
export function createDataBar(maxSeconds: number = Number.POSITIVE_INFINITY): DataBar {
  let shown: { readonly part: DataEvent['part']; readonly bar: ProgressBar; readonly began: number } | null =
    null;
  const stop = (): void => {
    shown?.bar.stop();
    shown = null;
  };
  return {
    stop,
    listen: ({ part, progress }) => {
      if (shown?.part !== part) stop();
      shown ??= { part, bar: createProgressBar(messages), began: performance.now() };
      const { bar, began } = shown;
      const passed = performance.now() - began;
      if (progress.type === 'skipped') bar.log(`left out: ${progress.reason}`);
      else if (progress.type === 'mirror-failed') {
        const next = progress.left > 0 ? '; trying the next mirror' : '';
        bar.log(`${progress.address}: ${progress.reason}${next}`);
      } else if (progress.type === 'download') showDownload(bar, progress);
      // Most sets are read before a bar could be.
      else if (passed < quietMs || progress.type === 'ready') return;
      else if (progress.type === 'walk') showWalk(bar, progress, passed / 1000 / maxSeconds);
      else showReading(bar, progress, passed / 1000);
    },
  };
}

/** Reads data, with a bar. @param act is given whom to tell */
export async function withDataBar<T>(act: (listen: DataBar['listen']) => Promise<T>): Promise<T> {
  const bar = createDataBar();
  try {
    return await act(bar.listen);
  } finally {
    bar.stop();
  }
}

function showReading(
  bar: ProgressBar,
  { file, done, total }: Progress & { readonly type: 'decode' | 'digest' },
  seconds: number,
): void {
  const left = done === 0 ? [] : [`${formatSeconds((seconds / done) * (total - done))} left`];
  bar.update(done / total, [file, `${done}/${total} images`, ...left]);
}

/** How much there is nobody knows before the end, but how much of the time has passed. */
function showWalk(
  bar: ProgressBar,
  { file, entries, pictures }: Progress & { readonly type: 'walk' },
  share: number,
): void {
  const met = `${entries.toLocaleString('en')} files and folders, ${pictures.toLocaleString('en')} pictures so far`;
  bar.update(Math.min(1, share), [file, met]);
}

function showDownload(bar: ProgressBar, { file, loaded, total }: Progress & { type: 'download' }): void {
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const amount = total === undefined ? megabytes(loaded) : `${megabytes(loaded)}/${megabytes(total)}`;
  bar.update(total === undefined ? 0 : loaded / total, [file, `${amount} MB`]);
}
