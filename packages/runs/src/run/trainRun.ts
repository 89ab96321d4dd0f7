import { areChoices, check, checkOptions, isFlag, isObjectOf, isWord, type Look } from '../checks.js';
import { Job } from '../job.js';
import { keptParts } from '../record/runRecord.js';
import { type BookkeepingOptions, bookkeepingIn, bookkeepingLooks } from '../settings/bookkeeping.js';
import { checkSources } from '../settings/checkSources.js';
import { requireOneSaying } from '../settings/contradictions.js';
import type { SettingSources } from '../settings/settingTypes.js';
import type { AdaptOptions } from './adapt.js';
import type { RunEvent } from './events.js';
import { type SessionEnd, session } from './session.js';

/** Where and how a run is trained. */
export interface TrainRunOptions extends BookkeepingOptions {
  /** Folder of the run. */
  readonly out: string;
  /**
   * Continues the run in the folder, with its own intervals, limit and report unless others are given.
   * Default false.
   */
  readonly resume?: boolean;
  /** Whether an earlier run in the folder may be replaced. Default false. */
  readonly overwrite?: boolean;
  /** Trains as many steps as fit into so many minutes, instead of the steps of the settings. */
  readonly minutes?: number;
  /** A trained model that learns to explain other images. */
  readonly adapt?: AdaptOptions;
  /** Backends, the most wanted first. Default wasm, or that of the resumed run. */
  readonly backends?: readonly string[];
  /** Stops after the current step, saved. */
  readonly signal?: AbortSignal;
  /** Origin of the run in its record, its model card and its report. Default 'trainRun of @rnp/runs'. */
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
  ...bookkeepingLooks,
  signal: check.signal,
  command: check.text,
});

/**
 * Trains a run in a folder: model, metrics, curves, checkpoints, report.
 *
 * @param settings the settings of the run; missing ones are those of the recipe `quick-start`, or of
 *   `own-pictures` for a folder of images without `config`
 * @returns a job: its events report the progress of the run, its result tells how it ended
 * @throws RnpError RNP_CONFIG at once for an unknown option, an invalid value, two lengths of the run, or two
 *   values of a setting
 * @throws from the job: UsageError for wrong settings, or a folder that holds another run; RnpError RNP_BUSY
 *   if another process trains in the folder; RnpError
 */
export function trainRun(settings: SettingSources, options: TrainRunOptions): Job<RunEvent, SessionEnd> {
  checkSources('settings', settings);
  checkOptions('options', options, looks, ['out']);
  const { out, signal, minutes } = options;
  requireOneSaying(settings, minutes);
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
        bookkeeping: bookkeepingIn(options),
        command: options.command ?? 'trainRun of @rnp/runs',
        key: null,
        digest: null,
      }),
    signal,
  );
}
