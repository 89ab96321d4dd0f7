import { wordingOf } from '@rnp/errors';
import { isExpected } from '../errors.js';
import { stateOfRun } from '../record/stateOfRun.js';
import type { RunEvent } from '../run/events.js';
import { type SessionEnd, type SessionOptions, session } from '../run/session.js';
import type { Settings } from '../settings/settingTypes.js';
import type { FromRun, RunEnd, ToRun } from './childMessages.js';
import { whenFree } from './whenFree.js';

// The process of one run. It is told what to do, and tells how it goes, by messages. Without whoever asked for the run there
// is nobody to write for: another process may have the run by then, so this one ends at once.
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);
// Ctrl-C goes to all processes of a terminal; whoever asked for the run decides what becomes of it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

// A log on a full disk is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const stopping = new AbortController();

process.on('message', (message: ToRun) => {
  if (message.type === 'stop') stopping.abort();
  else void run(message).then(end);
});

async function run({ task, dir, overwrite }: ToRun & { readonly type: 'run' }): Promise<RunEnd> {
  const { settings, key, digest, backend, evaluateEvery, checkpointEvery, report, command } = task;
  try {
    const options: Omit<SessionOptions, 'dir' | 'resume'> = {
      sources: { base: settings as Settings },
      overwrite,
      adapt: null,
      key,
      digest,
      minutes: null,
      backends: [backend],
      // Runs that are compared are measured alike.
      bookkeeping: { logEvery: 5, checkpointEvery, evaluateEvery, evaluateLimit: 'all', report },
      command,
      signal: stopping.signal,
      listen,
    };
    const done = await whenFree(() => inFolder(dir, key, options), stopping.signal);
    if (!done.finished) return { type: 'stopped', step: done.step, steps: done.steps };
    const { metrics, warnings } = done.result;
    return { type: 'finished', metrics, warnings };
  } catch (error) {
    if (stopping.signal.aborted && !isExpected(error)) return { type: 'stopped', step: 0, steps: 0 };
    if (!isExpected(error)) {
      // Both outputs of this process are the run's log.
      console.error(error);
    }
    const code = isExpected(error) ? error.code : 'RNP_BUG';
    return { type: 'failed', code, wording: wordingOf(error as Error) };
  }
}

async function inFolder(
  dir: string,
  key: string,
  options: Omit<SessionOptions, 'dir' | 'resume'>,
): Promise<SessionEnd> {
  const { type } = await stateOfRun(dir, key).catch((error: unknown) => {
    // What is damaged may be replaced.
    if (!options.overwrite || !isExpected(error)) throw error;
    return { type: 'none' };
  });
  return session({ ...options, dir, resume: type === 'begun' });
}

function listen(event: RunEvent): void {
  if (event.type !== 'data') tell(event);
}

function tell(message: FromRun): void {
  process.send?.(message);
}

function end(last: RunEnd): void {
  // The channel closes once the message is through.
  process.send?.(last, () => process.exit(0));
}
