import type { CorpusEvent } from '@rnp/runs';
import { createProgressBar, formatSeconds } from '@rnp/runs/words';
import type { Display } from './atTerminal.js';
import { inFlags } from './inFlags.js';
import { messages } from './outputs.js';

/** The progress of a corpus as a bar. */
export function createCorpusDisplay(): Display<CorpusEvent> {
  const bar = createProgressBar(messages);
  let began: number | null = null;
  return {
    log: bar.log,
    stop: bar.stop,
    show: (event) => {
      if (event.type === 'note') return bar.log(inFlags(event.wording));
      if (event.type === 'listing') {
        return bar.update(event.done / event.of, [`reading ${event.done}/${event.of} files`]);
      }
      began ??= performance.now();
      const { done, kept, errors, total } = event;
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
