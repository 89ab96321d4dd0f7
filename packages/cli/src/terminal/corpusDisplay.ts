import type { CorpusEvent } from '@rnp/runs';
import { createProgressBar, formatSeconds } from '@rnp/runs/words';
import type { Display } from './atTerminal.js';
import { inFlags } from './inFlags.js';
import { messages } from './outputs.js';

/** A display that knows what is kept of the corpus. */
interface CorpusDisplay extends Display<CorpusEvent> {
  /** The number of shards that are whole; null before the first image. */
  readonly shards: () => number | null;
}

/** The progress of a corpus as a bar. */
export function createCorpusDisplay(): CorpusDisplay {
  const bar = createProgressBar(messages);
  let whole: number | null = null;
  let began: number | null = null;
  return {
    log: bar.log,
    stop: bar.stop,
    shards: () => whole,
    show: (event) => {
      if (event.type === 'note') return bar.log(inFlags(event.wording));
      if (event.type === 'listing') {
        return bar.update(event.done / event.of, [`reading ${event.done}/${event.of} files`]);
      }
      began ??= performance.now();
      const { done, kept, errors, total, shards } = event;
      whole = shards;
      const rate = (done - kept) / ((performance.now() - began) / 1000);
      bar.update(done / total, [
        `${done}/${total} images`,
        ...(done > kept
          ? [`${rate.toFixed(rate < 10 ? 1 : 0)} images/s`, `${formatSeconds((total - done) / rate)} left`]
          : []),
        ...(errors > 0 ? [`${errors} not read`] : []),
      ]);
    },
  };
}
