import type { Job } from '@rnp/runs';
import type { SampleEvent, UseEvent, WorkEvent } from '@rnp/runs/use';
import { createProgressBar, type ProgressBar } from '@rnp/runs/words';
import { Interrupted } from '../errors.js';
import { createDataBar } from './dataBar.js';
import { inFlags } from './inFlags.js';
import { listenForInterrupt } from './interruption.js';
import { messages } from './outputs.js';
import { printLine } from './print.js';
import { say } from './say.js';

const works: Readonly<Record<WorkEvent['work'], readonly [before: string, unit: string]>> = Object.freeze({
  programs: ['programs of', 'images'],
  map: ['map by', 'iterations'],
  measuring: ['measuring', 'images'],
});

interface Telling {
  /** Nothing is said of which model and image were taken. */
  readonly json?: boolean;
  readonly onSample?: (sample: SampleEvent) => void;
}

/** Work that has not ended so long after Ctrl-C is in the middle of something. */
const promptMs = 1000;

/**
 * Work with a model at the terminal: what there is to tell on stderr, with bars; files that are there before the end on stdout.
 *
 * @throws Interrupted after Ctrl-C, which says what was written; what the work throws
 */
export async function told<Result>(
  job: Job<UseEvent | SampleEvent, Result>,
  { json = false, onSample }: Telling = {},
): Promise<Result> {
  const data = createDataBar();
  let shown = null as { readonly work: WorkEvent['work']; readonly bar: ProgressBar } | null;
  const stop = (): void => {
    data.stop();
    shown?.bar.stop();
    shown = null;
  };
  const written: string[] = [];
  let late: NodeJS.Timeout | undefined;
  const interruption = listenForInterrupt(() => {
    stop();
    late = setTimeout(() => say('stopping; once more to stop at once'), promptMs);
    void job[Symbol.asyncDispose]();
  });
  try {
    for await (const event of job) {
      if (event.type === 'work') {
        const { work, of, done, total } = event;
        if (shown?.work !== work) stop();
        shown ??= { work, bar: createProgressBar(messages) };
        const [before, unit] = works[work];
        shown.bar.update(done / total, [`${before} ${of}`, `${done}/${total} ${unit}`]);
        continue;
      }
      if (event.type === 'data') {
        data.listen(event);
        continue;
      }
      if (event.type === 'sample') {
        onSample?.(event);
        continue;
      }
      stop();
      if (event.type === 'written') {
        written.push(event.path);
        printLine(event.path);
      } else if (event.type === 'note' || !json) say(inFlags(event.wording));
    }
    return await job.result();
  } catch (error) {
    if (!interruption.signal.aborted || (error as Error).name !== 'AbortError') throw error;
    throw new Interrupted(
      `stopped; ${written.length > 0 ? `only ${written.join(', ')}` : 'nothing'} was written`,
    );
  } finally {
    clearTimeout(late);
    interruption.stop();
    stop();
  }
}
