import { fastestWords } from '@rnp/runs/bench';
import { backendChoices } from '../../engine/backendChoices.js';
import type { MeasurementState } from '../../measuring/measurement.js';

/** A backend as the page's choice of backends calls it. */
export function labelOf(backend: string): string {
  return backendChoices.find(({ id }) => id === backend)?.label ?? backend;
}

/** Where a measurement stands, in a sentence. */
export function standing({ phase, backend, done, total, figures, failure }: MeasurementState): string {
  switch (phase) {
    case 'idle':
      return 'Nothing has been measured here yet.';
    case 'measuring':
      return backend === null
        ? 'Getting the digits ready …'
        : `Measuring ${labelOf(backend)}: ${done} of ${total} measurements done`;
    case 'done':
      return sentence(fastestWords(figures, labelOf));
    case 'stopped':
      return figures.length === 0
        ? 'Stopped before a backend was measured to its end.'
        : `Stopped. Of those measured, ${fastestWords(figures, labelOf)}.`;
    case 'failed':
      return `It stopped: ${failure}`;
  }
}

function sentence(words: string): string {
  return `${words[0]!.toUpperCase()}${words.slice(1)}.`;
}

/** Backends without figures, each with the reason, in the words of `rnp bench`. */
export function refusals({ refused }: Pick<MeasurementState, 'refused'>): readonly string[] {
  return refused.map(({ backend, reason }) => `not ${labelOf(backend)}: ${reason}`);
}

/** How long it takes at least, three measurements a backend. */
export function durationWords(backends: number, seconds: number): string {
  if (backends === 0) return 'Choose a backend to measure.';
  return `Takes about ${Math.ceil(3 * backends * seconds)} s, longer where a backend is slow.`;
}
