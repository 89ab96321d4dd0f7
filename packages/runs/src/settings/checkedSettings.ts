import { option, worded } from '@rnp/errors';
import { checkFrozen } from '@rnp/vae/training';
import { check } from '../checks.js';
import { UsageError, wrongSetting } from '../errors.js';
import { runShapes } from './networkKind.js';
import { completeSettings } from './settings.js';
import type { CompleteSettings, Settings } from './settingTypes.js';

/** The properties of the data that settings depend on. */
export interface DataShape {
  readonly imageShape: readonly [number, number, number];
  /** Number of images to train on. */
  readonly length: number;
}

/**
 * Completes settings for a run and checks all that can be checked before anything is loaded. A sweep refuses
 * in this way, before its first run, what `trainRun` would refuse.
 *
 * @param backend name of the backend that the run will use
 * @param encoder whether the encoder begins fresh, or has learned already
 * @throws RnpError or UsageError RNP_CONFIG, naming the setting; UsageError RNP_USAGE for several workers on
 *   another backend than wasm
 */
export function checkedSettings(
  settings: Settings,
  data: DataShape,
  backend: string,
  encoder: 'fresh' | 'trained' = 'fresh',
): CompleteSettings {
  check.text('backend', backend);
  check.choice('encoder', encoder, ['fresh', 'trained']);
  const complete = completeSettings(settings, data);
  requireWorkers(backend, complete.workers);
  const { network, model, training } = complete;
  if (training.frozen.length > 0) {
    const names = Object.keys(runShapes(network, model).parameters);
    checkFrozen(names, training.frozen);
    if (encoder === 'fresh') requireLearnedLooks(names, complete);
  }
  return complete;
}

/** @throws UsageError where looks are frozen as they begin, when they correct nothing yet */
function requireLearnedLooks(
  names: readonly string[],
  { model, training: { frozen } }: CompleteSettings,
): void {
  const ofLooks = names.filter((name) => name.startsWith('encoder/correction/'));
  if (ofLooks.length === 0 || !ofLooks.every((name) => frozen.some((prefix) => name.startsWith(prefix))))
    return;
  const words = `frozen=${frozen.join(',')}`;
  throw wrongSetting(
    'frozen',
    `an encoder with looks=${model.looks} learns how parts differ from what programs say, and with ${words} it never does; leave one of them away`,
  );
}

/** @throws UsageError for engines that cannot share a batch */
function requireWorkers(backend: string, workers: number | null): void {
  if (workers !== null && workers > 1 && backend !== 'wasm') {
    throw new UsageError(
      worded`workers compute on wasm, not on ${backend}; leave ${option('workers')} or ${option('backends')} away`,
    );
  }
}
