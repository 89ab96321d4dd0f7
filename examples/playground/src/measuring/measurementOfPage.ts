import { signal } from '@preact/signals';
import { type BackendChoice, backendChoices } from '../engine/backendChoices.js';
import { startTrainer } from '../training/startTrainer.js';
import { Measurement } from './measurement.js';

/** The page's measurement. */
export const measurement: Measurement = new Measurement(startTrainer);

/**
 * What the visitor has chosen to measure; stays while another panel is shown. JavaScript is never the fastest, and one step of it may take
 * as long as all others.
 */
export const chosenBackends = signal<readonly BackendChoice[]>(
  backendChoices.filter(({ id }) => id !== 'cpu'),
);
/** Of each measurement; the usual ones are those of `rnp bench`. */
export const chosenSeconds = signal(2.5);
