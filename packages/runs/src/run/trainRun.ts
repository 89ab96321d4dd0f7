import {
  areChoices,
  check,
  checkOptions,
  isCount,
  isFlag,
  isObjectOf,
  isWord,
  type Look,
} from '../checks.js';
import { Job } from '../job.js';
import type { Bookkeeping } from '../record/bookkeeping.js';
import type { EvaluateEvery } from '../record/evaluations.js';
import { keptParts } from '../record/runRecord.js';
import { checkSources } from '../settings/checkSources.js';
import { requireOneSaying } from '../settings/contradictions.js';
import type { SettingSources } from '../settings/settingTypes.js';
import type { AdaptOptions } from './adapt.js';
import type { RunEvent } from './events.js';
import { type SessionEnd, session } from './session.js';

export interface TrainRunOptions {
  /** Folder of the run. */
  readonly out: string;
  /** Goes on with the run in the folder instead of beginning one, with the intervals, limit and report that it was begun with, unless given. */
  readonly resume?: boolean;
  /** Whether an earlier run in the folder may be replaced. */
  readonly overwrite?: boolean;
  /** As many steps as fit into so many minutes, instead of those of the settings. */
  readonly minutes?: number;
  /** A trained model that is to explain other images. */
  readonly adapt?: AdaptOptions;
  /** From the most to the least wanted; wasm, or what a resumed run has, unless given. */
  readonly backends?: readonly string[];
  /** Steps between rows of metrics.jsonl; 5 unless given. */
  readonly logEvery?: number;
  /** Steps between checkpoints; about half a minute unless given. */
  readonly checkpointEvery?: number;
  /** Steps between measurements on held-out images; none before the end unless given. */
  readonly evaluateEvery?: EvaluateEvery;
  /** Held-out images to measure at the end; all of them, or 1,000 for a short run, unless given. */
  readonly evaluateLimit?: number;
  /** Whether the report is drawn at the end; true unless given. */
  readonly report?: boolean;
  /** Stops after the present step, saved. */
  readonly signal?: AbortSignal;
  /** What the record, the card and the report name as the origin of the run. */
  readonly command?: string;
}

const looks: Readonly<Record<keyof TrainRunOptions, Look>> = Object.freeze({
  out: isWord,
  resume: isFlag,
  overwrite: isFlag,
  minutes: (path, value) => check.number(path, value, Number.MIN_VALUE),
  adapt: isObjectOf({ model: isWord, kept: (path, value) => check.choice(path, value, keptParts) }, [
    'model',
    'kept',
  ]),
  backends: areChoices,
  logEvery: isCount,
  checkpointEvery: isCount,
  evaluateEvery: (path, value) => {
    if (value !== 'epoch') isCount(path, value);
  },
  evaluateLimit: isCount,
  report: isFlag,
  signal: check.signal,
  command: check.text,
});

/**
 * Trains a run in a folder: model, metrics, curves, checkpoints, report.
 *
 * @param settings the settings of the run; missing ones are those of the recipe `quick-start`
 * @returns a job: its events report the progress of the run, its result how it ended
 * @throws RnpError RNP_CONFIG at once for an unknown option, an invalid value, two lengths of the run, or two values of a setting
 * @throws from the job: UsageError for wrong settings or a folder that is taken, RnpError
 */
export function trainRun(settings: SettingSources, options: TrainRunOptions): Job<RunEvent, SessionEnd> {
  checkSources('settings', settings);
  checkOptions('options', options, looks, ['out']);
  const { out, signal, minutes } = options;
  requireOneSaying(settings, minutes);
  const { logEvery, checkpointEvery, evaluateEvery, evaluateLimit, report } = options;
  const bookkeeping: Partial<Bookkeeping> = {
    ...(logEvery !== undefined && { logEvery }),
    ...(checkpointEvery !== undefined && { checkpointEvery }),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
    ...(evaluateLimit !== undefined && { evaluateLimit }),
    ...(report !== undefined && { report }),
  };
  return new Job(
    (context) =>
      session({
        ...context,
        dir: out,
        sources: settings,
        resume: options.resume ?? false,
        overwrite: options.overwrite ?? false,
        minutes: minutes ?? null,
        adapt: options.adapt ?? null,
        backends: options.backends ?? null,
        bookkeeping,
        command: options.command ?? 'trainRun of @rnp/runs',
        key: null,
        digest: null,
      }),
    signal,
  );
}
