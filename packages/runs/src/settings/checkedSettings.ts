import { option, worded } from '@rnp/errors';
import { checkFrozen } from '@rnp/vae/training';
import { check } from '../checks.js';
import { UsageError } from '../errors.js';
import { runShapes } from './networkKind.js';
import { completeSettings } from './settings.js';
import type { CompleteSettings, Settings } from './settingTypes.js';

/** What of the data decides settings. */
export interface DataShape {
  readonly imageShape: readonly [number, number, number];
  /** Images to train. */
  readonly length: number;
}

/**
 * Settings as a run takes them, with all that can be told before anything is loaded: what `train` refuses, a sweep refuses before its
 * first run.
 *
 * @throws RnpError RNP_CONFIG, UsageError, each naming the setting
 */
export function checkedSettings(settings: Settings, data: DataShape, backend: string): CompleteSettings {
  check.text('backend', backend);
  const complete = completeSettings(settings, data);
  requireWorkers(backend, complete.workers);
  const { network, model, training } = complete;
  if (training.frozen.length > 0) {
    checkFrozen(Object.keys(runShapes(network, model).parameters), training.frozen);
  }
  return complete;
}

/** @throws UsageError for engines that cannot share a batch */
function requireWorkers(backend: string, workers: number | null): void {
  if (workers !== null && workers > 1 && backend !== 'wasm') {
    throw new UsageError(
      worded`workers compute on wasm, not on ${backend}; leave ${option('workers')} or ${option('backends')} away`,
    );
  }
}
