import type { Job } from '@rnp/runs';
import type { DescribedEvent, FetchedEvent, SampleEvent, UseEvent, WorkEvent } from '@rnp/runs/use';
import { createProgressBar, formatSeconds, type ProgressBar } from '@rnp/runs/words';
import { atTerminal, type Display } from './atTerminal.js';
import { createDataBar } from './dataBar.js';
import { inFlags } from './inFlags.js';
import { messages } from './outputs.js';
import { printLine } from './print.js';
import { say } from './say.js';

const works: Readonly<Record<WorkEvent['work'], readonly [before: string, unit: string]>> = Object.freeze({
  programs: ['programs of', 'images'],
  map: ['map by', 'iterations'],
  measuring: ['measuring', 'images'],
  scenes: ['objects of', 'scenes'],
  verifying: ['', 'files'],
  timing: ['timing', 'figures'],
});

type ToldEvent = UseEvent | SampleEvent | DescribedEvent | FetchedEvent;

interface Telling {
  /** Nothing is said of which model and image were taken. */
  readonly json?: boolean;
  /** After so many seconds no folder is looked through any more. */
  readonly maxSeconds?: number;
  readonly onSample?: (sample: SampleEvent) => void;
  readonly onDescribed?: (described: DescribedEvent) => void;
  readonly onFetched?: (fetched: FetchedEvent) => void;
  /** What there is of work that was stopped. Default: the files that were written. */
  readonly stopped?: string;
}

/**
 * Work with a model or data at the terminal: what there is to tell on stderr, with bars; files that are there before the end on stdout.
 *
 * @throws Interrupted after Ctrl-C, which says what was written; what the work throws
 */
export async function told<Result>(job: Job<ToldEvent, Result>, telling: Telling = {}): Promise<Result> {
  const written: string[] = [];
  return atTerminal(job, createUseDisplay(telling, written), {
    stopping: () => 'stopping',
    stopped: () =>
      `stopped; ${telling.stopped ?? `${written.length > 0 ? `only ${written.join(', ')}` : 'nothing'} was written`}`,
  });
}

/** @param written is given the files that are there before the end */
function createUseDisplay(
  { json = false, maxSeconds, onSample, onDescribed, onFetched }: Telling,
  written: string[],
): Display<ToldEvent> {
  const data = createDataBar(maxSeconds);
  let shown = null as {
    readonly work: WorkEvent['work'];
    readonly bar: ProgressBar;
    readonly began: number;
    /** How much was done when it was first told of. */
    readonly from: number;
  } | null;
  const stop = (): void => {
    data.stop();
    shown?.bar.stop();
    shown = null;
  };
  const showWork = ({ work, of, done, total }: WorkEvent): void => {
    if (shown?.work !== work) stop();
    shown ??= { work, bar: createProgressBar(messages), began: performance.now(), from: done };
    const [before, unit] = works[work];
    const seconds = (performance.now() - shown.began) / 1000;
    const since = done - shown.from;
    const left =
      since === 0 || done === total ? [] : [`${formatSeconds((seconds / since) * (total - done))} left`];
    shown.bar.update(done / total, [`${before} ${of}`.trim(), `${done}/${total} ${unit}`, ...left]);
  };
  return {
    show: (event) => {
      if (event.type === 'work') return showWork(event);
      if (event.type === 'data') return data.listen(event);
      if (event.type === 'sample') return onSample?.(event);
      stop();
      if (event.type === 'described') onDescribed?.(event);
      else if (event.type === 'fetched') onFetched?.(event);
      else if (event.type === 'written') {
        written.push(event.path);
        printLine(event.path);
      } else if (event.type === 'note' || !json) say(inFlags(event.wording));
    },
    log: (line) => {
      stop();
      say(line);
    },
    stop,
  };
}
